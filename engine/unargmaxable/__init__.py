r"""Words that no hidden state can predict (article 9046).

A language model's last layer gives word $k$ the logit $\langle w_k,h\rangle+b_k$. Word $k$ is
*argmaxable* where some $h$ puts it strictly first. Without a bias that is so exactly where
$w_k$ is a vertex of the convex hull of all rows; and where it is not, Farkas' lemma hands out
the reason: weights $\lambda\ge0$, $\sum_i\lambda_i=1$, over the other rows with

$$w_k=\sum_i\lambda_iw_i,\qquad\sum_i\lambda_ib_i\ge b_k,$$

for then no $h$ can put $k$ above all of them. Every verdict carries its certificate, the $h$ or
the $\lambda$, and is checked again by code that shares nothing with the search. Scaling all
rows, or adding one vector to all of them, changes no verdict.

| file | concept |
|---|---|
| `config` | the verdicts (torch-free) |
| `rows` | the matrix made ready: duplicates found, centred |
| `sweep` | a witness for nearly every word: half a matrix product |
| `screen` | the same in bfloat16 first, with a bound on what it hides |
| `directions` | better directions for those that are beaten in their own |
| `cone` | the words that are left, many at once: is the word a mean of others? |
| `homogeneous`, `active`, `pool` | its columns, those in use, those looked at first |
| `proof` | a linear program for one word, where float64 was not sure |
| `needed` | how long h must be, and the most that a bounded h can do |
| `kept` | verdicts as arrays: saved, taken away, read again |
| `search`, `verdicts` | these stages one after the other; what they come to |
| `decide` | the whole vocabulary, with progress |
| `drawn` | a vocabulary drawn at random, in ranges of words: here in turn, or on a cluster |
| `check` | every certificate again, in float64 |
| `margins`, `products` | by how much each witness puts its word first; the products behind it |
| `frank_wolfe` | the article's own algorithm, as a path |
| `plane`, `hull` | words in the plane decided exactly: sectors, cells, proofs; the page's hero |
| `guess` | the page's question: how many of so many Gaussian words can win |
| `pull`, `film`, `chain`, `cures`, `hide`, `lift` | the page's experiments |
| `heads`, `head_place` | the last matrix of a model on the Hub, and nothing else; where it is |
| `shelf`, `texts` | where it lies once it has been loaded; what its words say |
| `vocabulary`, `words` | a matrix of any origin, decided whole; on a cluster in ranges of words |
| `arrays` | the numbers in a file |
| `shown`, `measure` | what is said of its words; how long it takes |
"""
