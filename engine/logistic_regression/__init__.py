r"""Logistic regression without iterations (article 8578).

"Logistic regression has no closed form" is true of maximum likelihood alone. Model each
class by a Gaussian instead, $p(x|y=k)=N(\mu_k,\Sigma)$ with one covariance for all, and
Bayes' rule gives exactly the same family: the quadratic $x^\top\Sigma^{-1}x$ cancels, and

$$\mathrm{logit}_k=w_k\cdot x+b_k,\qquad w_k=\Sigma^{-1}\mu_k,\qquad
b_k=\log p_k-\tfrac12\,\mu_k^\top\Sigma^{-1}\mu_k .$$

Counts, sums and the second moment are all it needs: one pass over the data, in chunks, on
shards, in any order. This is linear discriminant analysis; $\Sigma$ is the pooled
*within-class* covariance with $1/n$.

| file | concept |
|---|---|
| `moments` | counts, sums, second moment: one pass, and adding two |
| `shards` | moments of shards, here in turn or on a cluster, and their sum |
| `closed_form` | from moments to weights; shrinkage |
| `classifier` | weights in use: logits, probabilities, losses |
| `newton` | the maximum-likelihood rival, with its path |
| `curvature` | its loss, gradient and Hessian, a chunk at a time |
| `lbfgs`, `adam` | the same maximum by other ways |
| `separability` | whether that rival exists: a linear program |
| `whitening` | the article's own route, with its trap of two divisors |
| `separable`, `mistakes`, `assumption` | experiments of the page |
| `data`, `split`, `fits` | real tables: rows held back, and what is fitted to the others |
| `measure`, `track`, `crowd` | the race against the clock, one runner's track, the rows |
"""
