#!/bin/sh
# A command line client for ClickHouse: ./sql [--url URL] [-q "SELECT 1"] [...], see ./sql --help and docs/sql.md.
# Without a URL it starts an embedded ClickHouse. Builds first when a source is newer than the last build.
set -eu
home=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
classpath=$home/sql-shell/target/classpath.txt
sources=$(for module in sdk-core sdk-coroutines sdk-java-compat sdk-embedded sql-shell; do echo "$home/$module/pom.xml" "$home/$module/src/main"; done)
# shellcheck disable=SC2086 # a list of paths
if [ ! -s "$classpath" ] || [ -n "$(find "$home/pom.xml" $sources -newer "$classpath" -print | head -n 1)" ]; then
    echo "Building ..." >&2
    # Statements may come on stdin: the build leaves them alone.
    (cd "$home" && mvn -B -q -pl sql-shell -am -Pquick -Dmaven.test.skip=true package) </dev/null >&2
    touch "$classpath"
fi
terminals=
if [ -t 0 ]; then terminals="${terminals}in,"; fi
if [ -t 1 ]; then terminals="${terminals}out,"; fi
if [ -t 2 ]; then terminals="${terminals}err,"; fi
# 128 MB: results are streamed, not collected.
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx128m -XX:+UseSerialGC \
    -Dhouseflow.sql.terminals="$terminals" -cp "$home/sql-shell/target/classes:$(cat "$classpath")" dev.houseflow.shell.Main "$@"
