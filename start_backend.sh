#!/usr/bin/env bash
# Sets the checkout up if need be and runs the whole system in the foreground.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

VENV=.venv
PYTHON=$VENV/bin/python
OLDEST="3.11"
FRONTEND=frontend
PAGES=$FRONTEND/dist/index.html
BUILT=$FRONTEND/dist/.built # made last, so that half a build is none; as old as the sources it is of
OLDEST_NODE="20.19"

usage() {
  cat <<'TEXT'
Usage: ./start_backend.sh [COMMAND]

  start          set up if need be, start everything in the foreground (the default)
  stop           stop what runs, from another terminal
  status         say whether it runs and how each node is
  restart        stop, then start here
  setup [--dev]  only set up; with --dev also what tests and checks need
  pages          only build the web pages, where they are missing or older than their sources

Settings come from the environment and from the file .env; see .env.example.
TEXT
}

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

system_python() { # the first Python that is new enough
  local name
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null && new_enough "$name"; then
      echo "$name"
      return
    fi
  done
  command -v python3 >/dev/null || fail "There is no python3 here; please install Python $OLDEST or newer." \
    "On Debian or Ubuntu: apt-get install python3 python3-venv"
  fail "$(python3 --version) is too old; this needs Python $OLDEST or newer."
}

make_environment() {
  local python
  python=$(system_python)
  "$python" -c 'import venv, ensurepip' 2>/dev/null || fail "$python cannot make virtual environments." \
    "On Debian or Ubuntu: apt-get install python3-venv"
  [ ! -L "$VENV" ] || rm "$VENV" # what the link leads to is another checkout's
  "$python" -m venv --clear "$VENV"
}

wanted() { # what a stamp must say: the lock, the project's own description, and where it stands
  echo "$(cksum <"$1") $(cksum <pyproject.toml) $PWD"
}

is_installed() { # stamp, lock
  [ -x "$PYTHON" ] && [ "$(cat "$VENV/$1" 2>/dev/null)" = "$(wanted "$2")" ]
}

usable() { # whether the environment works and was not made in another place
  new_enough "$PYTHON" && "$PYTHON" -m pip --version >/dev/null 2>&1 || return 1
  [ ! -e "$VENV/.installed" ] || grep -qF " $PWD" "$VENV/.installed"
}

install() { # lock
  local log=$VENV/pip.log
  usable || make_environment
  {
    "$PYTHON" -m pip install -qq --disable-pip-version-check --require-hashes -r "$1" &&
      "$PYTHON" -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
  } >"$log" 2>&1 || {
    cat "$log" >&2
    fail "The installation failed; the lines above say why. Once that is mended, run it again."
  }
}

setup() { # [--dev]
  local lock=requirements.lock
  case "${1-}" in
    --dev) lock=requirements-dev.lock ;;
    "") ;;
    *) usage >&2; exit 2 ;;
  esac
  if [ "$lock" = requirements.lock ] && is_installed .installed "$lock"; then
    return
  fi
  if ! is_installed .dev requirements-dev.lock || ! is_installed .installed requirements.lock; then
    echo "Setting up (once, about a minute) …" >&2
    install "$lock"
    wanted requirements.lock >"$VENV/.installed"
  fi
  if [ "$lock" = requirements-dev.lock ]; then
    wanted "$lock" >"$VENV/.dev" # written anew each time: make compares its age
  fi
}

pages_are_fresh() { # nothing that the web pages are made of is newer; a folder is when a file leaves it
  [ -f "$BUILT" ] || return 1
  local sources=()
  local name
  for name in src public scripts index.html package.json package-lock.json vite.config.ts tsconfig.json; do
    [ ! -e "$FRONTEND/$name" ] || sources+=("$FRONTEND/$name")
  done
  [ -z "$(find "${sources[@]}" ! -name '*.test.ts' -newer "$BUILT" -print -quit)" ]
}

can_build_pages() {
  command -v npm >/dev/null &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
      2>/dev/null
}

build_pages() { # the packages once a lock, then the pages; what changes meanwhile counts next time
  local lock=$FRONTEND/package-lock.json installed=$FRONTEND/node_modules/.package-lock.json
  local begun=$FRONTEND/node_modules/.build-begun
  if [ ! -f "$installed" ] || [ "$lock" -nt "$installed" ]; then
    npm --prefix "$FRONTEND" ci --include=dev --no-audit --no-fund --prefer-offline && touch "$installed" || return 1
  fi
  touch "$begun" && npm --prefix "$FRONTEND" run build && touch -r "$begun" "$BUILT"
}

pages() { # never keeps the rest from starting
  if [ ! -f "$FRONTEND/package-lock.json" ] || pages_are_fresh; then
    return
  fi
  local without="the gateway shows what runs instead"
  [ ! -f "$PAGES" ] || without="those of an earlier version are shown"
  if ! can_build_pages; then
    echo "The web pages are not built, since there is no Node.js $OLDEST_NODE or newer with npm; $without." >&2
    return
  fi
  echo "Building the web pages (after changes only, half a minute) …" >&2
  local log
  log=$(mktemp)
  build_pages >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    echo "The web pages could not be built, the lines above say why; $without." >&2
  }
  rm -f "$log"
}

status() {
  [ -x "$VENV/bin/course-cli" ] || fail "This checkout is not set up yet; ./start_backend.sh does that."
  "$PYTHON" -m backend.supervisor status || true
  exec "$VENV/bin/course-cli" --server local status
}

case "${1:-start}" in
  start)
    setup
    pages
    exec "$PYTHON" -m backend.supervisor start
    ;;
  stop)
    [ -x "$PYTHON" ] || { echo "nothing was running" >&2; exit 0; }
    exec "$PYTHON" -m backend.supervisor stop
    ;;
  status) status ;;
  restart)
    setup
    pages
    "$PYTHON" -m backend.supervisor stop
    exec "$PYTHON" -m backend.supervisor start
    ;;
  setup) setup "${2-}" ;;
  pages) pages ;;
  help | -h | --help) usage ;;
  *)
    usage >&2
    exit 2
    ;;
esac
