"""What the address of stats says to a person who opens it."""

from typing import Final

from flask import Blueprint, Response

from liftlog import __version__

blueprint = Blueprint("front_page", __name__)

_PAGE: Final = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>LiftLog statistics</title>
</head>
<body>
<h1>LiftLog statistics</h1>
<p>This service computes figures for LiftLog. It has no pages of its own.</p>
<ul>
<li><a href="/apidocs/">Its API</a></li>
<li><a href="/health">Its health</a></li>
</ul>
<p>Version {__version__}</p>
</body>
</html>
"""
_POLICY: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@blueprint.get("/")
def show() -> Response:
    return Response(_PAGE, mimetype="text/html", headers={"Content-Security-Policy": _POLICY})
