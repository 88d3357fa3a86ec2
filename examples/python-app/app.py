"""A small application: says which instance answered, and whether it is well."""

import os

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello():
    return f"hello from {os.environ.get('INSTANCE', 'somewhere')}\n"


@app.get("/health")
def health():
    return "ok\n"
