"""The page that asks who somebody is, and the form that lets them go."""

from html import escape
from importlib.resources import files
from urllib.parse import parse_qs, urlsplit

from app.texts import InterfaceLanguage, texts_for


def style() -> str:
    return "".join(
        files("app").joinpath("assets", name).read_text(encoding="utf-8") for name in ("api.css", "login.css")
    )


def login_html(language: InterfaceLanguage, onward: str = "/", said: str = "") -> str:
    """``onward``: where to go then. ``said``: what was wrong."""
    words = texts_for(language)
    wrong = f'<p class="said" role="alert">{escape(said)}</p>' if said else ""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(words.login)} – Vindplaats'
        '</title><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{style()}</style></head><body><header><h1>Vindplaats</h1></header><main>"
        f'<form method="post" action="/login"><h2>{escape(words.login)}</h2>{wrong}'
        f'<label for="name">{escape(words.login_name)}</label>'
        '<input id="name" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required '
        "autofocus>"
        f'<label for="password">{escape(words.login_password)}</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password" required>'
        f'<input type="hidden" name="onward" value="{escape(onward)}">'
        f'<button type="submit">{escape(words.login)}</button></form></main></body></html>'
    )


def logout_html(language: InterfaceLanguage) -> str:
    """A button in the page; it is a form, as a link would let other pages log a reader out."""
    words = escape(texts_for(language).logout)
    return f'<form class="vp-logout" method="post" action="/logout"><button type="submit">{words}</button></form>'


def form(body: bytes) -> dict[str, str]:
    """What the page sends; of each field the first."""
    fields = parse_qs(body.decode("utf-8", errors="replace"), keep_blank_values=True, max_num_fields=10)
    return {name: values[0] for name, values in fields.items()}


def local(onward: str) -> str:
    """``onward`` where it is a place on this page, else the page's start: a link here may not lead elsewhere."""
    try:
        parts = urlsplit(onward)
    except ValueError:
        return "/"
    plain = onward.isprintable() and onward.startswith("/") and not onward.startswith("//") and "\\" not in onward
    return onward if plain and not parts.scheme and not parts.netloc else "/"
