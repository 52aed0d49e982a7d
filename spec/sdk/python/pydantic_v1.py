"""The interface of pydantic 1, which the generated models are written for; pydantic 2 brings it along."""

try:
    from pydantic.v1 import *  # noqa: F401,F403
except ImportError:
    from pydantic import *  # noqa: F401,F403
