"""Models of the Hub, with a Hub that is made up: look, fetch, and a sentence for what fails."""

import shutil
from types import SimpleNamespace

import pytest
import torch
from diffusers import DDPMPipeline, DDPMScheduler
from huggingface_hub import constants
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    HTTPError,
    RepositoryNotFoundError,
    Response,
)

from engine import hub as ground
from engine import jobs
from engine.diffusion import hub, manifest
from engine.diffusion.config_hub import HUB_MODELS, HubConfig
from engine.diffusion.pipelines import load_pipeline
from engine.errors import InvalidParameter, WorkerFailed
from engine.task import finished
from tests.test_diffusion_pipelines import edit, network

MODEL, SHA = "someone/small-ddpm", "0" * 40


def refused(kind, status: int):
    """An error of the Hub, as its client raises it."""
    return kind("no", response=Response(status, request=SimpleNamespace()))


class Hub:
    """A Hub with one model, in folder `model`; what is loaded goes into a real cache in `cache`."""

    def __init__(self, model, cache):
        self.model = model
        self.snapshot = cache / f"models--{MODEL.replace('/', '--')}" / "snapshots" / SHA
        self.asked, self.error = [], None

    def model_info(self, model: str, *, files_metadata: bool, timeout: float):
        assert files_metadata and timeout > 0
        if self.error:
            raise self.error
        files = [
            SimpleNamespace(rfilename=f.relative_to(self.model).as_posix(), size=f.stat().st_size)
            for f in self.model.rglob("*.*")
        ]
        return SimpleNamespace(siblings=files, sha=SHA)

    def download(self, model: str, name: str, *, revision=None, tqdm_class=None) -> str:
        assert model == MODEL and revision in (None, SHA)
        self.asked.append(name)
        if revision is None:
            refs = self.snapshot.parents[1] / "refs"
            refs.mkdir(parents=True, exist_ok=True)
            (refs / "main").write_text(SHA)
        size = (self.model / name).stat().st_size
        if tqdm_class:
            with tqdm_class(total=size, initial=0, unit="B", name="x") as bar:
                for _ in range(4):
                    bar.update(size / 4)
        (self.snapshot / name).parent.mkdir(parents=True, exist_ok=True)
        return shutil.copy(self.model / name, self.snapshot / name)


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stored")
    DDPMPipeline(network(), DDPMScheduler()).save_pretrained(folder)
    (folder / "run_me.py").write_text("raise SystemExit")
    return folder


@pytest.fixture
def made_up(stored, tmp_path, monkeypatch):
    model = shutil.copytree(stored, tmp_path / "model")
    found = Hub(model, tmp_path / "cache")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(ground, "HfApi", lambda: found)
    for module in (ground, hub):
        monkeypatch.setattr(module, "hf_hub_download", found.download)
    return found


def run(work, config=None):
    """The generator's yields and its result."""
    yielded = []
    return yielded, finished(work(config or HubConfig(MODEL)), yielded.append)


def test_a_look_tells_the_size_and_loads_no_weights(made_up):
    _, found = run(hub.look)
    weights = made_up.model / "unet" / manifest.WEIGHTS[0]
    assert found.size > weights.stat().st_size > 1000 and not found.here
    assert found.megabytes == pytest.approx(found.size / 1e6)
    assert made_up.asked == ["model_index.json"]


def test_fetching_loads_what_is_needed_with_progress_and_it_opens(made_up):
    yielded, found = run(hub.fetch)
    assert sorted(set(made_up.asked)) == sorted(found.files)
    assert "run_me.py" not in made_up.asked and len(found.files) == 4
    assert {p.total for p in yielded} == {found.size}
    done = [p.done for p in yielded]
    assert done == sorted(done) and done[-1] == found.size
    pipeline = load_pipeline(found.folder)
    for ours, theirs in zip(
        pipeline.denoiser.unet.parameters(), network().parameters(), strict=True
    ):
        assert torch.equal(ours, theirs)


def test_what_has_been_loaded_needs_no_hub(made_up):
    run(hub.fetch)
    made_up.error, made_up.asked = AssertionError("the Hub was asked"), []
    for work in (hub.look, hub.fetch):
        _, found = run(work)
        assert found.here and load_pipeline(found.folder).shape == (3, 8, 8)
    assert made_up.asked == []


def test_half_a_model_is_not_taken_for_a_whole_one(made_up):
    run(hub.fetch)
    (made_up.snapshot / "unet" / manifest.WEIGHTS[0]).unlink()
    assert hub.cached(MODEL) == ""
    assert run(hub.fetch)[1].here


def test_a_fetch_that_is_given_up_stops_the_loading(made_up):
    work = ground.download(MODEL, "model_index.json", SHA)
    next(work, None)  # a small file may be there before the first word of it
    work.close()
    meter = ground.Meter()
    meter.stopped = True
    with ground.bar(meter)(total=10, name="x") as bar, pytest.raises(InterruptedError):
        bar.update(1)


def test_the_oldest_models_keep_everything_side_by_side(made_up):
    for file in (*made_up.model.glob("unet/*"), *made_up.model.glob("scheduler/*")):
        shutil.move(file, made_up.model)
    _, found = run(hub.fetch)
    assert "diffusion_pytorch_model.safetensors" in found.files
    assert load_pipeline(found.folder).kind == "ddpm"


def spoiled(made_up, how: str) -> None:
    if how == "missing":
        made_up.error = refused(RepositoryNotFoundError, 404)
    elif how == "gated":
        made_up.error = refused(GatedRepoError, 403)
    elif how == "pickled":
        weights = made_up.model / "unet" / manifest.WEIGHTS[0]
        weights.rename(weights.with_suffix(".bin"))
    elif how == "conditional":
        edit(made_up.model / "model_index.json", text_encoder=["transformers", "CLIPTextModel"])
    elif how == "torn":
        (made_up.model / "model_index.json").write_text("{")
    else:
        (made_up.model / "model_index.json").unlink()


@pytest.mark.parametrize(
    ("how", "rule"),
    [
        ("missing", ground.UNKNOWN),
        ("gated", ground.GATED),
        ("pickled", manifest.NO_SAFETENSORS),
        ("conditional", manifest.NOT_PLAIN),
        ("torn", manifest.NO_PIPELINE),
        ("no pipeline", manifest.NO_PIPELINE),
    ],
)
@pytest.mark.parametrize("work", [hub.look, hub.fetch])
def test_a_model_that_will_not_do_is_told_why_before_its_weights_are_loaded(
    made_up, how, rule, work
):
    spoiled(made_up, how)
    with pytest.raises(InvalidParameter) as caught:
        run(work)
    assert (caught.value.name, caught.value.rule, caught.value.value) == ("model", rule, MODEL)
    assert not any("safetensors" in name for name in made_up.asked)


@pytest.mark.parametrize(
    "error",
    [
        HTTPError("no route"),
        TimeoutError("too long"),
        refused(HfHubHTTPError, 503),
        ConnectionError("offline mode"),
    ],
)
def test_without_the_hub_there_is_one_sentence(made_up, error):
    made_up.error = error
    with pytest.raises(WorkerFailed) as caught:
        run(hub.look)
    assert caught.value.rule == ground.OFFLINE


def test_the_hubs_own_client_says_so_offline(tmp_path, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(WorkerFailed) as caught:
        run(hub.fetch)
    assert caught.value.rule == ground.OFFLINE


def test_a_line_that_breaks_in_the_middle_says_so_too(made_up, monkeypatch):
    def broken(model, name, **options):
        if "tqdm_class" in options:
            raise HTTPError("gone")
        return made_up.download(model, name, **options)

    for module in (ground, hub):
        monkeypatch.setattr(module, "hf_hub_download", broken)
    with pytest.raises(WorkerFailed):
        run(hub.fetch)


def test_it_is_a_job_like_any_other(made_up, inline_jobs):
    found = jobs.compute("engine.diffusion.hub:fetch", HubConfig(MODEL))
    assert found.here and found.config == HubConfig(MODEL)


@pytest.mark.parametrize("model", HUB_MODELS)
def test_the_named_models_have_ids(model):
    assert HubConfig(model).model == model


@pytest.mark.parametrize(
    "model", ["", "no-owner", "a/b/c", "../x/y", "a/..", "https://hub/a/b", "a b/c", None, 3]
)
def test_what_is_no_id_is_refused(model):
    with pytest.raises(InvalidParameter) as caught:
        HubConfig(model)
    assert caught.value.name == "model"
