# bench/peers.sh - the engines of the benchmark; sourced, not run.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# For each engine E these functions:
#
#	E_prepare	build the driver; if that cannot be, set $why and fail
#	E_index INPUT INDEX N	set $command to build an index with N threads
#	E_query INDEX QUERIES [FIELD]	... to time queries
#	E_cold INDEX QUERIES	... to ask each query once, cold
#	E_one INDEX	... to answer $BENCH_QUERY once
#
# and in these arrays its name, its version, why it has one thread only if so,
# and a field that it is asked alone too.
#
# Whoever sources this reads the arrays and $why, and sets $log.
# shellcheck disable=SC2034,SC2154
declare -A engine_name=(
	[pressmark]=Pressmark [xapian]=libxapian [tantivy]=Tantivy [lucene]=Lucene
	[fts5]='SQLite FTS5'
)
declare -A engine_version=()
declare -A engine_threads=([xapian]='one writer' [fts5]='one writer')
declare -A engine_field=([pressmark]='one core' [tantivy]=text [lucene]=text)
command=()
why=

# +a +b of "a b"
all_of()
{
	echo "$1" | sed 's/[^ ][^ ]*/+&/g'
}

# --- Pressmark -----------------------------------------------------------------

pressmark_prepare()
{
	pressmark_has jobs || engine_threads[pressmark]='this build has no --jobs'
	engine_version[pressmark]=$("$PM_BUILDDIR/pressmark-index" --version |
		sed -n '1s/^[^ ]* //p')
}

pressmark_index()
{
	command=("$PM_BUILDDIR/pressmark-index" build -q -o "$2")
	! pressmark_has jobs || command+=(--jobs "$3")
	command+=("$1")
}

pressmark_query()
{
	command=("$PM_BUILDDIR/bench/query_pressmark" query "$1" "$2")
}

pressmark_cold()
{
	command=("$PM_BUILDDIR/bench/query_pressmark" cold "$1" "$2")
}

pressmark_one()
{
	command=("$PM_BUILDDIR/pressmark-query" "$1" "${BENCH_QUERY// / AND }")
}

# --- drivers with the commands of bench/driver.h -----------------------------------

driver=()

driver_prepare()
{
	engine_version[$1]=$("${driver[@]}" version 2>>"$log") || {
		why="its driver does not start: see $log"
		return 1
	}
}

xapian_prepare()
{
	driver=("$PM_BUILDDIR/bench/xapian")
	driver_prepare xapian
}

xapian_index()
{
	command=("$PM_BUILDDIR/bench/xapian" index "$@")
}

xapian_query()
{
	command=("$PM_BUILDDIR/bench/xapian" query "$@")
}

xapian_cold()
{
	command=("$PM_BUILDDIR/bench/xapian" cold "$@")
}

xapian_one()
{
	command=("$PM_BUILDDIR/bench/xapian" one "$1" AND "$(all_of "$BENCH_QUERY")")
}

# --- SQLite FTS5: one file in a folder ----------------------------------------------

fts5_prepare()
{
	# shellcheck disable=SC2086
	if ! echo '#include <sqlite3.h>' | $BENCH_CC $BENCH_FLAGS -E - >/dev/null 2>&1; then
		why='no sqlite3.h'
		return 1
	fi
	if ! "${MAKE:-make}" -C "$PM_BUILDDIR" bench/fts5 >>"$log" 2>&1; then
		why="its driver was not built: see $log"
		return 1
	fi
	driver=("$PM_BUILDDIR/bench/fts5")
	driver_prepare fts5
}

fts5_index()
{
	mkdir -p "$2"
	command=("$PM_BUILDDIR/bench/fts5" index "$1" "$2/articles.db" "$3")
}

fts5_query()
{
	command=("$PM_BUILDDIR/bench/fts5" query "$1/articles.db" "$2")
}

fts5_cold()
{
	command=("$PM_BUILDDIR/bench/fts5" cold "$1/articles.db" "$2")
}

fts5_one()
{
	command=("$PM_BUILDDIR/bench/fts5" one "$1/articles.db" AND
		"$(all_of "$BENCH_QUERY")")
}

# --- Tantivy ----------------------------------------------------------------------

tantivy_prepare()
{
	local dir=$PM_BUILDDIR/bench/tantivy-build f

	if ! command -v cargo >/dev/null; then
		why='no cargo'
		return 1
	fi
	# cargo writes beside its sources, which are not the place
	mkdir -p "$dir"
	for f in Cargo.toml main.rs; do
		cmp -s "$PM_SRCDIR/bench/tantivy/$f" "$dir/$f" ||
			cp "$PM_SRCDIR/bench/tantivy/$f" "$dir/$f"
	done
	say 'building the driver of Tantivy (minutes, the first time)'
	if ! (cd "$dir" && cargo build --release --target-dir target) \
		>>"$log" 2>&1 </dev/null; then
		why="its driver was not built: see $log"
		return 1
	fi
	driver=("$dir/target/release/bench-tantivy")
	tantivy=("${driver[@]}")
	driver_prepare tantivy
	engine_version[tantivy]=$(sed -n '/^name = "tantivy"$/{
		n
		s/version = "\(.*\)"/\1/p
	}' "$dir/Cargo.lock")
}

tantivy_index()
{
	command=("${tantivy[@]}" index "$@")
}

tantivy_query()
{
	command=("${tantivy[@]}" query "$@")
}

tantivy_cold()
{
	command=("${tantivy[@]}" cold "$@")
}

tantivy_one()
{
	command=("${tantivy[@]}" one "$1" AND "$(all_of "$BENCH_QUERY")")
}

# --- Lucene -----------------------------------------------------------------------

# The newest JDK, or BENCH_JDK: its folder in $jdk and its number in $jdk_major.
find_jdk()
{
	local java dir major

	jdk=
	jdk_major=0
	set -- "${JAVA_HOME:-/nowhere}/bin/java" "$(command -v java)" \
		/usr/lib/jvm/*/bin/java
	[ -z "${BENCH_JDK:-}" ] || set -- "$BENCH_JDK/bin/java"
	for java in "$@"; do
		[ -x "$java" ] || continue
		dir=$(dirname "$(dirname "$(readlink -f "$java")")")
		[ -x "$dir/bin/javac" ] || continue
		major=$("$java" -version 2>&1 | sed -n '1s/[^"]*"\([0-9]*\).*/\1/p')
		if [ "${major:-0}" -gt "$jdk_major" ]; then
			jdk=$dir
			jdk_major=$major
		fi
	done
}

lucene_prepare()
{
	local dir=$PM_BUILDDIR/bench/lucene-build version old='' flags=()

	find_jdk
	if [ "$jdk_major" -ge 21 ]; then
		version=10.6.0
		# the vector API is what Lucene itself asks for
		flags=(--enable-native-access=ALL-UNNAMED
			--add-modules jdk.incubator.vector)
	elif [ "$jdk_major" -ge 11 ]; then
		version=9.12.3
		old='s/totalHits\.value()/totalHits.value/'
	else
		why='no JDK of at least 11'
		return 1
	fi
	if ! command -v mvn >/dev/null; then
		why='no mvn'
		return 1
	fi
	mkdir -p "$dir"
	if [ "$dir/Bench.class" -ot "$PM_SRCDIR/bench/lucene/Bench.java" ] ||
	   [ ! -f "$dir/lib/lucene-core-$version.jar" ]; then
		say 'building the driver of Lucene'
		rm -rf "${dir:?}/lib"
		sed "$old" "$PM_SRCDIR/bench/lucene/Bench.java" >"$dir/Bench.java"
		if ! mvn -q -B -f "$PM_SRCDIR/bench/lucene/pom.xml" \
			dependency:copy-dependencies -Dlucene.version="$version" \
			-DoutputDirectory="$dir/lib" \
			>>"$log" 2>&1 </dev/null ||
		   ! "$jdk/bin/javac" -d "$dir" -cp "$dir/lib/*" "$dir/Bench.java" \
			>>"$log" 2>&1; then
			why="its driver was not built: see $log"
			return 1
		fi
	fi
	# shellcheck disable=SC2206
	driver=("$jdk/bin/java" $BENCH_JAVA_OPTS -cp "$dir/lib/*:$dir" Bench)
	lucene_start=("${driver[@]}")
	export BENCH_FORGET=$corpus_tool
	lucene=("$jdk/bin/java" "${flags[@]}" "${driver[@]:1}")
	driver_prepare lucene
	engine_version[lucene]+=", Java $jdk_major $BENCH_JAVA_OPTS"
}

lucene_index()
{
	command=("${lucene[@]}" index "$@")
}

lucene_query()
{
	command=("${lucene[@]}" query "$@")
}

lucene_cold()
{
	command=("${lucene[@]}" cold "$@")
}

lucene_one()
{
	# without the flags, which make its start slower
	command=("${lucene_start[@]}" one "$1" AND "$(all_of "$BENCH_QUERY")")
}
