"""The package as a whole: names are loaded when used, and every public function says what it takes."""

import importlib
import importlib.metadata
import inspect
import re
import subprocess
import sys
import typing

import pytest
import torch

import mambalib

MODULES = ("ssm", "discretize", "lti", "selective", "model", "checkpoint", "generate")
SHAPE = re.compile(r"\((\.\.\.|batch|d_model|d_state|length|count)[,)]|any shape")


def public_functions():
    """(name, function) of all public functions and methods that the modules define themselves."""
    for module in (importlib.import_module(f"mambalib.{name}") for name in MODULES):
        for name, thing in vars(module).items():
            if name.startswith("_") or getattr(thing, "__module__", None) != module.__name__:
                continue
            yield f"{module.__name__}.{name}", thing
            if inspect.isclass(thing):
                methods = {name: method for name, method in vars(thing).items() if inspect.isfunction(method)}
                yield from ((f"{thing.__name__}.{n}", m) for n, m in methods.items() if not n.startswith("_"))


FUNCTIONS = dict(public_functions())


def loaded_after(statement):
    """Which of the heavy modules a fresh Python has loaded after the statement."""
    heavy = "{'torch', 'numpy', 'matplotlib', 'IPython'}"
    code = f"import sys; {statement}; print(sorted({heavy} & set(sys.modules)))"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("statement", ["import mambalib", "import mambalib.files", "import mambalib.figures"])
def test_importing_costs_nothing(statement):
    assert loaded_after(statement) == "[]"


def test_a_name_is_loaded_when_it_is_used():
    assert "torch" in loaded_after("from mambalib import zoh")


@pytest.mark.parametrize("name", mambalib.__all__)
def test_every_name_resolves(name):
    assert getattr(mambalib, name) is not None
    assert name in dir(mambalib)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'mambalib' has no attribute 'zho'"):
        _ = mambalib.zho
    with pytest.raises(ImportError, match="zho"):
        exec("from mambalib import zho")


def test_the_version_is_that_of_the_package():
    assert mambalib.__version__ == importlib.metadata.version("mambalib")


def test_the_modules_have_public_functions():
    assert {"mambalib.ssm.simulate", "mambalib.discretize.zoh", "mambalib.lti.S4D", "S4D.forward"} <= set(FUNCTIONS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_parameter_has_a_type(name):
    function = FUNCTIONS[name]
    if inspect.isclass(function) and not hasattr(function, "_fields"):  # a NamedTuple has a type for each field
        function = function.__init__
    hints = typing.get_type_hints(function)
    wanted = {parameter for parameter in inspect.signature(function).parameters if parameter != "self"}
    assert wanted == set(hints) - {"return"} and (inspect.isclass(function) or "return" in hints)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_documented_with_shapes(name):
    function = FUNCTIONS[name]
    text = inspect.getdoc(function)
    assert text
    if not inspect.isclass(function):
        types = str(typing.get_type_hints(function).values())
        assert SHAPE.search(text) or torch.Tensor.__name__ not in types


@pytest.mark.parametrize("name", MODULES)
def test_every_module_opens_with_its_chapter_and_its_symbols(name):
    text = importlib.import_module(f"mambalib.{name}").__doc__
    assert re.search(r"\(chapter \d\)", text)
    assert "with their shapes" in text
