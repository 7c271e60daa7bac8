# Stands in for python:3.13-slim: the same Debian and Python, with python and pip in /usr/local.
FROM liftlog-stand-in-debian
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates netbase python3.13 python3.13-venv tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && python3.13 -m venv /usr/local
# The certificate authorities that this machine trusts.
COPY ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
CMD ["python3"]
