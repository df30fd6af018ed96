"""Training: a killed run goes on as if nothing had happened."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from engine.diffusion.denoiser import FiniteDenoiser
from engine.diffusion.houses import houses
from engine.diffusion.recipe import Training, batch_of, loss_of, rate_at
from engine.diffusion.schedule import schedule
from engine.diffusion.sheet import sample_sheet
from engine.diffusion.training import Run, _log

ROOT = Path(__file__).parents[1]
TINY = ["--steps", "12", "--batch", "2", "--every", "4", "--sheet", "0"]


def train(out: Path) -> subprocess.Popen:
    command = [sys.executable, "-m", "engine.diffusion.training", "--out", str(out), *TINY]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def finish(process: subprocess.Popen) -> None:
    _, errors = process.communicate(timeout=240)
    assert process.returncode == 0, errors


def kill_after_its_first_checkpoint(process: subprocess.Popen, out: Path) -> None:
    while not (out / "state.pt").exists():
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL


def test_a_killed_run_resumes_to_the_same_losses_and_weights(tmp_path):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    uninterrupted, killed = train(whole), train(broken)
    kill_after_its_first_checkpoint(killed, broken)
    seen = torch.load(broken / "state.pt", weights_only=True)["step"]
    assert 4 <= seen < 12
    finish(train(broken))
    finish(uninterrupted)
    losses = (whole / "losses.csv").read_text()
    assert losses.count("\n") == 13
    assert (broken / "losses.csv").read_text() == losses
    weights = "pipeline/unet/diffusion_pytorch_model.safetensors"
    assert (broken / weights).read_bytes() == (whole / weights).read_bytes()
    assert not list(tmp_path.rglob("*.partial"))


def test_the_loss_file_is_whole_on_disk_as_soon_as_a_run_resumes(tmp_path):
    path = tmp_path / "losses.csv"
    path.write_text("step,loss\n1,0.5\n2,0.25\n3,0.125\n4,0.06\n5,0.0")
    with _log(path, 4):
        assert path.read_text() == "step,loss\n1,0.5\n2,0.25\n3,0.125\n4,0.06\n"


def test_only_the_first_process_writes_the_losses(tmp_path, monkeypatch):
    run = Run(tmp_path, Training(steps=1, batch=1, sheet=0))
    monkeypatch.setattr(type(run.accelerator), "is_main_process", False)
    run.go()
    assert run.step == 1 and not list(tmp_path.iterdir())


def test_batches_differ_by_step_and_rank_and_repeat_by_seed():
    table, training = schedule("su", 1000), Training(batch=4)
    x0, epsilon, alpha_bar = batch_of(3, 0, training, table)
    for again, part in zip(batch_of(3, 0, training, table), (x0, epsilon, alpha_bar), strict=True):
        assert torch.equal(again, part)
    assert not torch.equal(batch_of(4, 0, training, table)[0], x0)
    assert not torch.equal(batch_of(3, 1, training, table)[1], epsilon)
    assert x0.shape == epsilon.shape == (4, 3, 32, 32) and alpha_bar.shape == (4,)


def test_times_of_a_batch_are_spread_over_all_stages():
    table, training = schedule("su", 1000), Training(batch=10)
    for step in range(20):
        alpha_bar = batch_of(step, 0, training, table)[2].sort(descending=True).values
        times = torch.searchsorted(-table.alpha_bar, -alpha_bar)
        assert (times.diff() > 90).all() and times.min() >= 1 and times.max() <= 1000


def test_the_loss_is_the_weighted_square_of_what_was_missed():
    x0 = houses(3, 1)
    alpha_bar = schedule("su", 1000).alpha_bar[[1, 500, 1000]]

    def off_by(x, a):
        return x0 + torch.tensor([1.0, 2.0, 3.0]).view(3, 1, 1, 1)

    snr = (alpha_bar**2 / (1 - alpha_bar**2)).clamp(max=25)
    expected = (snr.sqrt() * torch.tensor([1.0, 4.0, 9.0])).mean()
    got = loss_of(off_by, x0, torch.zeros_like(x0), alpha_bar)
    assert got == pytest.approx(float(expected), rel=1e-5)


def test_the_rate_warms_up_stays_and_falls_to_nothing():
    training = Training(steps=1000, warmup=100, rate=1e-3)
    rates = [rate_at(step, training) for step in range(1001)]
    assert rates[0] == pytest.approx(1e-5) and rates[99] == rates[800] == 1e-3
    assert rates[900] == pytest.approx(5e-4) and rates[1000] == 0
    assert max(rates) == 1e-3


def test_steps_on_one_batch_lower_its_loss_and_the_average_lags_behind(tmp_path):
    run, losses = Run(tmp_path, Training(steps=100, batch=4, warmup=1)), []
    for _ in range(8):
        run.step = 0
        losses.append(run.train_step())
    assert losses[-1] < 0.7 * losses[0]
    pairs = zip(run.ema.shadow_params, run.unet.parameters(), strict=True)
    assert any(not torch.equal(mean, now) for mean, now in pairs)


def test_a_sheet_shows_its_houses_eight_to_a_row():
    point = houses(1, 5)
    sheet = sample_sheet(FiniteDenoiser(point), schedule("su", 1000), "cpu", count=16)
    assert sheet.size == (8 * 34 * 4, 2 * 34 * 4)
    expected = ((point[0, :, 0, 0] + 1) * 127.5).round().tolist()
    assert list(sheet.getpixel((6, 6))) == pytest.approx(expected, abs=1)
    assert sheet.getpixel((0, 0)) == (255, 255, 255)
