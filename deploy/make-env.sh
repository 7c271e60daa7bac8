#!/bin/sh
# Writes the secrets that docker-compose.yml asks for into .env beside it. What is there already stays
# as it is, so that it can be run again after an upgrade.
set -eu
umask 077
cd "$(dirname "$0")/.."

random() {
    od -An -v -tx1 -N "$1" /dev/urandom | tr -d ' \n'
}

# The database's container reads these as a user of its own.
chmod a+rx deploy/postgres
chmod a+r deploy/postgres/*

touch .env
# A last line without an end would run into the first one that is added.
if [ -s .env ] && [ -n "$(tail -c 1 .env)" ]; then
    echo >> .env
fi
for name in SECRET_KEY POSTGRES_PASSWORD LIFTLOG_OWNER_PASSWORD LIFTLOG_CORE_PASSWORD LIFTLOG_STATS_PASSWORD; do
    if grep -q "^$name=" .env; then
        echo "$name is in .env already."
    else
        echo "$name=$(random 32)" >> .env
        echo "$name is new in .env."
    fi
done
