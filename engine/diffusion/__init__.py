r"""Diffusion models: demolish a house step by step, learn to rebuild it step by step.

Demolition adds noise, $x_t=\alpha_t x_{t-1}+\beta_t\varepsilon_t$ with
$\alpha_t^2+\beta_t^2=1$, and sums of Gaussians being Gaussian it can jump:
$x_t=\bar\alpha_t x_0+\bar\beta_t\bar\varepsilon_t$, $\bar\alpha_t=\prod_{k\le t}\alpha_k$,
$\bar\beta_t=\sqrt{1-\bar\alpha_t^2}$. A *denoiser* guesses $x_0$ from $x_t$; every
sampler here moves from $x_t$ to $x_s$, $s<t$, along
$x_s=\kappa x_t+\lambda\hat x_0+\sigma z$.

Letters: $\beta_t$ is a standard deviation here, and Ho et al.'s $\bar\alpha_t$ is our
$\bar\alpha_t^2$. Times are integers $0\dots T$ with $\bar\alpha_0=1$; the diffusers
index of our $t$ is $t-1$.

| file | concept |
|---|---|
| `config` | what can be asked for and what comes back (torch-free) |
| `schedule` | $\alpha,\beta,\bar\alpha,\bar\beta$, and the map to Ho and to diffusers |
| `noise` | one stream of noise per sample |
| `houses` | the procedural data set |
| `denoiser` | exact denoisers and Tweedie's formula |
| `posterior` | Bayes with $x_0$ known; ε, $\hat x_0$ and v; the variances of a step back |
| `family` | the σ family: every step that keeps the marginals, η and σ = β among them |
| `spacing` | which times a sampler stops at |
| `sampler` | one generator, DDPM and DDIM as data |
| `ode`, `inversion` | the way back as an ODE, and upwards; walks between two noises |
| `bits` | bits per dimension by the variational bound |
| `network`, `recipe`, `training` | the trained builder |
| `manifest`, `pipelines`, `hub` | networks of others: folders on disk, models of the Hub |
| `stock`, `clipping` | what diffusers' own pipelines do with them |
| `ddpm` | the page *DDPM = demolish + rebuild* |
| `fan`, `roads` | the hero of the page *DDIM = DDPM from above* |
"""
