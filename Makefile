# Two commands: `make run` starts the chat, `make test` passes the tests. Each sets up what it
# needs in .venv from the lock files; on Debian and Ubuntu as root also what the system lacks.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# What `make dist` builds: WINDOW=system, qt or none; ONEDIR=1 for a folder instead of one file.
WINDOW ?= system
BUILD := .venv-$(if $(filter none,$(WINDOW)),headless,$(WINDOW))

# The packages in one of packaging's lists.
listed = $(shell sed 's/\#.*//' packaging/$(1) 2>/dev/null)

# Browsers, a screen with a window manager and a bus, machines made of network namespaces, a
# container engine, a compiler for what loads the server: what the tests start for real.
TEST_PACKAGES := chromium firefox-esr webkit2gtk-driver xvfb openbox weston xdotool wmctrl x11-utils imagemagick dbus dunst hunspell-en-us \
	gir1.2-webkit2-4.1 at-spi2-core gir1.2-atspi-2.0 desktop-file-utils libglib2.0-bin zbar-tools curl iproute2 hostname \
	bind9-dnsutils util-linux procps debootstrap podman buildah runc containernetworking-plugins \
	podman-compose nginx-light apache2 caddy openssl systemd gcc libc6-dev python3-requests \
	ffmpeg libimage-exiftool-perl \
	$(call listed,qt-packages)

# Tests run side by side, one process more than processors, for they wait much, but four at most; those
# of one file stay in one, and which files begin first is in tests/order.py.
SIDE_BY_SIDE ?= --numprocesses $(shell expr `nproc 2>/dev/null || echo 1` + 1) --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.PHONY: run test check dist dist-older image arm64 bench fuzz fuzz-files bench-forms attacks soak lock pictures screenshot icons unicode clean

run: $(VENV)/.run
	$(BIN)/python -m appliance window $(if $(PORT),--port $(PORT))

test: $(VENV)/.test
	packaging/system-packages $(TEST_PACKAGES)
	$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(ARGS)

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

dist: $(BUILD)/.ready
	$(BUILD)/bin/python packaging/build.py --window $(WINDOW) $(if $(ONEDIR),--onedir)

# The container's image, by docker, podman or buildah; IMAGE is its name.
image:
	packaging/image $(ARGS)

# The headless executable for older systems, built in a Debian 11 and tried on a bare one (root; an hour
# on two processors that do much else, some minutes when it was done before).
dist-older: $(VENV)/.test
	packaging/system-packages debootstrap
	packaging/older
	$(BIN)/python -m pytest tests/forms/test_older_system.py $(ARGS)

# Executable and image for arm64, built and tested by emulation (root; two hours on two processors).
ARM64_ROOT ?= /var/cache/chat-appliance/arm64
EMULATED = packaging/emulated env CHAT_TEST_PATIENCE=6 QEMU_LD_PREFIX=$(ARM64_ROOT)
arm64: $(VENV)/.test
	packaging/system-packages debootstrap podman buildah runc containernetworking-plugins \
		qemu-user-static binfmt-support chromium xvfb desktop-file-utils
	ARM64_ROOT=$(ARM64_ROOT) packaging/emulated packaging/arm64
	$(EMULATED) $(BIN)/python -m pytest $(SIDE_BY_SIDE) --form=container:localhost/chat-appliance-arm64 $(ARGS)
	$(EMULATED) $(BIN)/python -m pytest $(SIDE_BY_SIDE) --form=dist/arm64/chat-appliance-headless $(ARGS)

bench: $(VENV)/.run
	$(BIN)/python -m tests.bench $(ARGS)

# Requests that nobody meant to send; `make fuzz ARGS="--count 1000000 --seed 2"`.
fuzz: $(VENV)/.test
	$(BIN)/python -m tests.fuzz $(ARGS)

# Files that nobody meant to make, each of them cut; the same options.
fuzz-files: $(VENV)/.test
	$(BIN)/python -m tests.fuzz.files $(ARGS)

# Size and time to start of each executable.
bench-forms: $(VENV)/.test
	$(BIN)/python -m tests.bench.forms $(ARGS)

# Each attack on the memory of a small server, as root; ARGS='--seconds 60 --devices 4'.
attacks: $(VENV)/.test
	packaging/system-packages iproute2
	$(BIN)/python -m tests.attacks $(ARGS)

# An hour of faults and restarts with 2,000 readers, as root; ARGS='--minutes 5 --seed 7'.
soak: $(VENV)/.test
	packaging/system-packages iproute2
	$(BIN)/python -m tests.soak $(ARGS)

# The lock files, made anew from pyproject.toml; `make lock ARGS=--upgrade` takes newer versions.
lock: $(VENV)/.made
	packaging/lock $(BIN) $(ARGS)

# Pictures of the page in every state, size and colour, in build/pictures; ARGS="offline dates".
pictures: $(VENV)/.test
	packaging/system-packages chromium fonts-noto-color-emoji
	$(BIN)/python -m tests.looks $(ARGS)

# The README's pictures, taken anew.
screenshot: $(VENV)/.test
	packaging/system-packages chromium
	$(BIN)/python -m tests.looks.readme

# The icons, drawn anew from ui/icon.svg.
icons: $(VENV)/.test
	packaging/system-packages chromium
	$(BIN)/python packaging/icons/draw.py

# What is known of Unicode beyond Python's own tables, made anew from two packages of the tests.
unicode: $(VENV)/.test
	$(BIN)/python packaging/unicode.py
	$(BIN)/python packaging/emoji.py

clean:
	rm -rf $(VENV) .venv-* dist build

# Executables are built with the system's own Python where it is new enough: every user of the
# machine can read it, and its libraries are the system's.
BUILD_PYTHON ?= $(if $(filter True,$(shell /usr/bin/python3 -c 'import sys; print(sys.version_info >= (3, 11))' 2>/dev/null)),/usr/bin/python3,$(PYTHON))

.venv-%/.ready: packaging/%.lock
	@test ! -L .venv-$* || { echo '.venv-$* is a link: clearing it would empty what it leads to. Remove the link, and it is made here.' >&2; exit 1; }
	packaging/system-packages binutils python3-dev python3-venv $(PACKAGES_$*)
	$(BUILD_PYTHON) -m venv --clear .venv-$*
	packaging/packages .venv-$* $<
	touch $@

# PyGObject comes as source, and is built against what the system has.
PACKAGES_system := gcc gir1.2-webkit2-4.1 libcairo2-dev libgirepository1.0-dev pkg-config

# Qt comes as binaries, and links to libraries of the system.
PACKAGES_qt := $(call listed,qt-libraries)
.venv-qt/.ready: packaging/qt-libraries

$(VENV)/.made:
	packaging/venv $(PYTHON) $(VENV)

$(VENV)/.run: packaging/run.lock | $(VENV)/.made
	packaging/packages $(VENV) $<
	touch $@

$(VENV)/.test: packaging/test.lock $(VENV)/.run
	packaging/packages $(VENV) $<
	touch $@
