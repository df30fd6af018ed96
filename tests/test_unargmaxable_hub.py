"""Last matrices of models on the Hub, by the Hub's own client, from a Hub that is made up."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import torch
from huggingface_hub import constants
from safetensors.torch import save_file

from engine import jobs
from engine.errors import InvalidParameter, WorkerFailed
from engine.hub import GATED, OFFLINE, UNKNOWN
from engine.task import finished
from engine.unargmaxable import head_place, heads, shelf, words
from engine.unargmaxable.config_brought import NONE_FITS, TOO_MANY
from engine.unargmaxable.config_head import HEAD_MODELS, HeadConfig
from engine.unargmaxable.config_vocabulary import WORK, VocabularyConfig
from tests.test_pages import drawn, sentences, visit
from view import language

MODEL, SHA = "someone/small-words", "a" * 40
HERE = {
    "unargmaxable_x": "vocabulary",
    "unargmaxable_from": "hub",
    "unargmaxable_hub": "other",
    "unargmaxable_model": MODEL,
}
W = np.random.default_rng(5).normal(size=(30, 4)).astype(np.float32)
W[7] = W[[1, 2, 3]].mean(axis=0)
TEXTS = [f"word{k}" for k in range(30)]
TOKENIZER = {"model": {"vocab": dict(zip(TEXTS, range(30), strict=True))}}


class Hub(BaseHTTPRequestHandler):
    """What of the Hub its client asks for: a model's files with their sizes, and their bytes."""

    folder: Path
    status = 200
    ranges = True
    asked: list[tuple[str, str, str]]

    def do_GET(self) -> None:
        if self._refused():
            return
        if self.path.startswith("/api/"):
            files = [f for f in self.folder.rglob("*") if f.is_file()]
            told = [
                {"rfilename": f.relative_to(self.folder).as_posix(), "size": f.stat().st_size}
                for f in files
            ]
            answer = {"id": MODEL, "modelId": MODEL, "sha": SHA, "siblings": told, "private": False}
            self._send(200, json.dumps(answer).encode(), {"Content-Type": "application/json"})
            return
        self._file(send=True)

    def do_HEAD(self) -> None:
        if not self._refused():
            self._file(send=False)

    def _refused(self) -> bool:
        type(self).asked.append((self.command, self.path, self.headers.get("Range") or ""))
        codes = {401: "RepoNotFound", 403: "GatedRepo", 404: "RepoNotFound"}
        if self.status == 200:
            return False
        self._send(self.status, b"{}", {"X-Error-Code": codes.get(self.status, "")})
        return True

    def _file(self, send: bool) -> None:
        path = self.folder / self.path.partition(f"/resolve/{SHA}/")[2]
        if not path.is_file():
            self._send(404, b"", {"X-Error-Code": "EntryNotFound"})
            return
        data, code = path.read_bytes(), 200
        head = {"ETag": f'"{path.stat().st_size}{path.name}"', "X-Repo-Commit": SHA}
        wanted = self.headers.get("Range")
        if send and wanted and self.ranges:
            first, last = wanted.removeprefix("bytes=").split("-")
            head["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
            data, code = data[int(first) : int(last or len(data)) + 1], 206
        self._send(code, data if send else b"", head | {"Content-Length": str(len(data))})

    def _send(self, code: int, data: bytes, head: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in ({"Content-Length": str(len(data))} | head).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args) -> None:
        """Quiet."""


def move(monkeypatch, url: str) -> None:
    """Where the Hub's client looks for the Hub."""
    monkeypatch.setattr(constants, "ENDPOINT", url)
    template = f"{url}/{{repo_id}}/resolve/{{revision}}/{{filename}}"
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A Hub with one model, in folder `hub.folder`; the client's cache is empty."""
    kind = type("Made", (Hub,), {"folder": tmp_path / "model", "asked": []})
    kind.folder.mkdir()
    model()(kind.folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        move(monkeypatch, f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        jobs.stop()  # what is cached belongs to another Hub
        yield kind
        server.shutdown()


def model(names=("lm_head.weight",), kind=torch.float32, shards: int = 1, **extra):
    """A way to write a model: its tensors `names` hold `W`, others are much larger."""

    def write(folder: Path) -> None:
        for file in folder.iterdir():
            file.unlink()
        (folder / "tokenizer.json").write_text(json.dumps(TOKENIZER))
        (folder / "run_me.py").write_text("raise SystemExit")
        told = {name: torch.as_tensor(W).to(kind) for name in names}
        told |= {name: torch.as_tensor(value) for name, value in extra.items()}
        told["layers.0.weight"] = torch.zeros(500, 400)
        if shards == 1:
            save_file(told, folder / "model.safetensors")
            return
        index = {}
        for k, (name, value) in enumerate(told.items()):
            file = f"model-{k + 1:05}-of-{len(told):05}.safetensors"
            save_file({name: value}, folder / file)
            index[name] = file
        (folder / head_place.SHARDS).write_text(json.dumps({"weight_map": index}))

    return write


def run(work, model: str = MODEL):
    """The generator's yields and its result."""
    yielded = []
    return yielded, finished(work(HeadConfig(model)), yielded.append)


def sent(hub) -> int:
    """The most bytes of a safetensors file that one question asked for."""
    spans = [
        r.removeprefix("bytes=").split("-") for _, path, r in hub.asked if "safetensors" in path
    ]
    return max(int(last) - int(first) + 1 for first, last in spans)


def test_a_look_says_the_size_of_the_matrix_and_loads_none_of_it(hub):
    _, found = run(heads.look)
    weight = (hub.folder / "tokenizer.json").stat().st_size
    assert (found.tensor, found.bias, found.shape) == ("lm_head.weight", "", (30, 4))
    assert found.size == W.nbytes + weight and not found.here
    assert sent(hub) < W.nbytes


def test_only_the_matrix_is_loaded_and_every_word_of_it_is_decided(hub, inline_jobs):
    yielded, found = run(heads.fetch)
    assert found.here and sent(hub) == W.nbytes < 500 * 400 * 4
    assert not any("run_me" in path for _, path, _ in hub.asked)
    done = [p.done for p in yielded]
    assert done == sorted(done)
    result = jobs.compute(WORK, VocabularyConfig("hub", model=MODEL))
    there = words.read(result.config)
    assert np.array_equal(there.w, W) and there.b is None
    assert result.verdict(7) == "unargmaxable" and result.token(7) == "word7"
    assert result.name == MODEL and len(result.kind) == 30


@pytest.mark.parametrize(
    ("write", "tensor", "bias"),
    [
        (model(("wte.weight",)), "wte.weight", ""),
        (model(("bert.embeddings.word_embeddings.weight",)), None, ""),
        (model(("embed_out.weight",), torch.float16), "embed_out.weight", ""),
        (model(kind=torch.bfloat16), "lm_head.weight", ""),
        (model(**{"lm_head.bias": np.arange(30.0)}), "lm_head.weight", "lm_head.bias"),
        (model(shards=2), "lm_head.weight", ""),
        (model(shards=3, **{"lm_head.bias": np.arange(30.0)}), None, "lm_head.bias"),
    ],
)
def test_a_head_is_found_under_its_name_of_any_width_in_one_file_or_in_shards(
    hub, write, tensor, bias
):
    write(hub.folder)
    _, found = run(heads.fetch)
    assert found.tensor == (tensor or found.tensor) and found.bias == bias
    there = words.read(VocabularyConfig("hub", model=MODEL))
    assert there.w == pytest.approx(W, abs=0.02)
    assert (there.b is None) == (not bias) and there.tokens == tuple(TEXTS)


def test_what_has_been_loaded_needs_no_hub(hub):
    run(heads.fetch)
    hub.status = 500
    for work in (heads.look, heads.fetch):
        assert run(work)[1].here
    assert words.read(VocabularyConfig("hub", model=MODEL)).tokens == tuple(TEXTS)


def test_a_model_that_lies_whole_in_the_cache_needs_none_either(hub):
    folder = Path(constants.HF_HUB_CACHE) / f"models--{MODEL.replace('/', '--')}"
    for part in ("refs", f"snapshots/{SHA}"):
        (folder / part).mkdir(parents=True)
    (folder / "refs" / "main").write_text(SHA)
    for file in ("model.safetensors", "tokenizer.json"):
        (folder / "snapshots" / SHA / file).write_bytes((hub.folder / file).read_bytes())
    hub.status = 500
    assert run(heads.look)[1].here
    there = words.read(VocabularyConfig("hub", model=MODEL))
    assert np.array_equal(there.w, W) and there.tokens[3] == "word3"


def torn(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:20] + b"x" * 100)


def pickled(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def lost(folder: Path) -> None:
    model(shards=2)(folder)
    (folder / "model-00001-of-00002.safetensors").unlink()


def no_index(folder: Path) -> None:
    model(shards=2)(folder)
    (folder / head_place.SHARDS).write_text("{")


WRONG = {
    "no head": (model(("fc.weight",)), head_place.NO_HEAD),
    "a head of whole numbers": (model(kind=torch.int8), head_place.NO_HEAD),
    "a vector for a head": (model((), **{"lm_head.weight": np.ones(4)}), NONE_FITS),
    "too large": (model((), **{"lm_head.weight": np.zeros((140_000, 1))}), TOO_MANY),
    "torn": (torn, None),
    "pickled": (pickled, head_place.NO_SAFETENSORS),
    "a shard that is missing": (lost, head_place.NO_HEAD),
    "an index that is none": (no_index, head_place.NO_HEAD),
}


@pytest.mark.parametrize("how", WRONG)
@pytest.mark.parametrize("work", [heads.look, heads.fetch])
def test_a_model_that_will_not_do_is_told_why_before_its_matrix_is_loaded(hub, how, work):
    write, rule = WRONG[how]
    write(hub.folder)
    with pytest.raises(InvalidParameter) as caught:
        run(work)
    assert caught.value.name == "model" and rule in (None, caught.value.rule)
    for lang in language.LANGUAGES:
        assert language.CATALOGUES[lang][caught.value.rule].format(**caught.value.places)
    assert not shelf.kept(MODEL).exists()


@pytest.mark.parametrize(("status", "rule"), [(404, UNKNOWN), (403, GATED)])
def test_a_model_that_is_not_there_or_gated_is_a_sentence(hub, status, rule):
    hub.status = status
    with pytest.raises(InvalidParameter) as caught:
        run(heads.look)
    assert caught.value.rule == rule


@pytest.mark.parametrize("how", ["down", "offline", "whole files only", "an error"])
def test_without_the_hub_there_is_one_sentence(hub, monkeypatch, how):
    if how == "down":
        move(monkeypatch, "http://127.0.0.1:9")
    if how == "offline":
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    hub.ranges = how != "whole files only"
    hub.status = 503 if how == "an error" else 200
    for work in (heads.look, heads.fetch):
        with pytest.raises(WorkerFailed) as caught:
            run(work)
        assert caught.value.rule == OFFLINE
    with pytest.raises(WorkerFailed) as caught:
        words.read(VocabularyConfig("hub", model=MODEL))
    assert caught.value.rule == OFFLINE


@pytest.mark.parametrize(
    "name", ["", "no-owner", "a/b/c", "../x/y", "a/..", "https://h/a/b", "a b/c"]
)
def test_what_is_no_id_is_refused(name):
    for make in (HeadConfig, lambda name: VocabularyConfig("hub", model=name)):
        with pytest.raises(InvalidParameter) as caught:
            make(name)
        assert caught.value.name == "model"
    assert all(HeadConfig(one).model == one for one in HEAD_MODELS)


@pytest.mark.parametrize(
    "file", ["vocab.txt", "vocab.json", "tokenizer.json", "unigram", "torn", ""]
)
def test_the_words_texts_are_read_from_whatever_tokenizer_there_is(hub, file):
    (hub.folder / "tokenizer.json").unlink()
    told = {
        "vocab.txt": "\n".join(TEXTS),
        "vocab.json": json.dumps({word: k for k, word in enumerate(TEXTS)}),
        "tokenizer.json": json.dumps(TOKENIZER | {"added_tokens": [{"id": 3, "content": "<s>"}]}),
        "unigram": json.dumps({"model": {"vocab": [[word, -1.5] for word in TEXTS]}}),
        "torn": "{",
    }
    if file:
        name = file if "." in file else "tokenizer.json"
        (hub.folder / name).write_text(told[file])
    run(heads.fetch)
    tokens = words.read(VocabularyConfig("hub", model=MODEL)).tokens
    changed = tuple(
        "<s>" if file == "tokenizer.json" and k == 3 else x for k, x in enumerate(TEXTS)
    )
    assert tokens == (() if file in ("torn", "") else changed)


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_the_size_is_shown_first_and_the_button_brings_the_words(hub, inline_jobs, lang):
    test = visit("unargmaxable", lang=lang, **HERE)
    assert not test.exception and not sentences(test)
    assert f"`{MODEL}`" not in drawn(test).partition("MB")[0]
    button = test.button(key="unargmaxable_download")
    assert "MB" in button.label and not shelf.kept(MODEL).exists()


def test_the_button_downloads_and_the_words_are_decided(hub, inline_jobs):
    test = visit("unargmaxable", lang="en", **HERE)
    test.button(key="unargmaxable_download").click().run()
    assert not test.exception and not sentences(test)
    assert f"`{MODEL}`: of 30 words in 4 dimensions" in drawn(test)
    assert "`word7`" in drawn(test)


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_offline_there_is_a_clear_sentence_and_the_shipped_words(hub, inline_jobs, lang):
    hub.status = 503
    test = visit("unargmaxable", lang=lang, **HERE)
    assert sentences(test) == [language.CATALOGUES[lang][OFFLINE]]
    assert language.CATALOGUES[lang]["unargmaxable.from.made"] in drawn(test)
    assert not test.exception
