r"""A ninth article, dropped in by a test: the law of large numbers.

The share of heads $h_n/n$ of a fair coin tends to $1/2$; its standard deviation is
$1/(2\sqrt n)$, so a hundred times as many tosses buy one more decimal.
"""
