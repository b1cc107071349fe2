# Chat Appliance for a box on the network: built from the lock file on Debian, shipped alone.
#
#   docker build -t chat-appliance .      (or `make image`, which also says the version)
#   docker run -d -p 8080:8080 -v chat:/data chat-appliance

# Only what builds: nothing of its own goes into the image but glibc and what the libraries of Python
# link to. Debian replaces it every few weeks; who wants the same one each time names its content,
# as in BASE=docker.io/library/debian@sha256:... (`docker buildx imagetools inspect` says the number).
ARG BASE=docker.io/library/debian:bookworm-slim

FROM ${BASE} AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends binutils libpython3.11 python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# First what changes seldom: a change of code does not install the dependencies again.
COPY packaging/headless.lock packaging/
RUN python3 -m venv /venv \
    && /venv/bin/python -m pip install --no-cache-dir --require-hashes --requirement packaging/headless.lock
COPY build.spec pyproject.toml README.md LICENSE ./
COPY packaging packaging
COPY ui ui
COPY appliance appliance
RUN /venv/bin/python packaging/build.py --window none --onedir \
    && packaging/rootfs dist/chat-appliance-headless /root-of-image

FROM scratch
ARG VERSION=unknown
ARG SOURCE=
ARG REVISION=
ARG CREATED=
LABEL org.opencontainers.image.title="Chat Appliance" \
      org.opencontainers.image.description="A chat for one network that needs nothing but itself" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /root-of-image /
ENV PATH=/app \
    LANG=C.UTF-8 \
    CHAT_DATA=/data \
    CHAT_PORT=8080 \
    CHAT_NAME=Chat \
    CHAT_LOG_FORMAT=lines \
    CHAT_ANNOUNCE=off \
    CHAT_SWITCH=off
USER 10001:0
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s --retries=3 CMD ["chat-appliance", "health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["chat-appliance"]
CMD ["serve"]
