# bench/lib.sh - what the scripts of the benchmark share; sourced, not run.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The build sets PM_SRCDIR, PM_BUILDDIR, BENCH_CC and BENCH_FLAGS; the knobs are in
# bench/README.md.

PM_DATA=${PRESSMARK_DATA:-$PM_SRCDIR/../shared/data}
BENCH_DIR=${BENCH_DIR:-$PM_BUILDDIR/bench/work}
BENCH_THREADS=${BENCH_THREADS:-1 2}
BENCH_PEERS=${BENCH_PEERS:-pressmark xapian tantivy lucene fts5}
BENCH_PIN=${BENCH_PIN:-yes}
BENCH_QUERIES=${BENCH_QUERIES:-$PM_DATA/queries/and-or-phrase.tsv}
BENCH_SEED=${BENCH_SEED:-1}
BENCH_JAVA_OPTS=${BENCH_JAVA_OPTS:--Xmx1g}
LC_ALL=C.UTF-8
TZ=UTC
export LC_ALL TZ

mkdir -p "$BENCH_DIR"
BENCH_DIR=$(cd "$BENCH_DIR" && pwd)
results=$BENCH_DIR/results.tsv
measure=$PM_BUILDDIR/bench/measure
corpus_tool=$PM_BUILDDIR/bench/corpus
invent_tool=$PM_BUILDDIR/bench/invent
# shellcheck disable=SC2034  # bench/run.sh calls it
queries_tool=$PM_BUILDDIR/bench/queries
log=$BENCH_DIR/log
run=$(date +%Y-%m-%dT%H:%M:%SZ)
label=
: >"$log"

say()
{
	echo "bench: $*"
}

die()
{
	echo "bench: $*" >&2
	exit 2
}

# record SECTION ENGINE THREADS KIND NAME VALUE: one line of the results; what
# does not apply is "-".
record()
{
	[ -s "$results" ] ||
		printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' run corpus section engine threads \
			kind name value >"$results"
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$run" "$label" "$@" >>"$results"
}

record_machine()
{
	record machine - - - processor \
		"$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)"
	record machine - - - cores "$(nproc)"
	record machine - - - memory \
		"$(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)"
	record machine - - - system "$(uname -sr)"
	record machine - - - compiler "$("${BENCH_CC%% *}" --version | head -n 1)"
	record machine - - - flags "$BENCH_FLAGS"
	record machine - - - load "$(cut -d ' ' -f 1 /proc/loadavg)"
}

# bytes 250M: 250000000
bytes()
{
	case $1 in
	*[Kk]) echo $((${1%?} * 1000)) ;;
	*[Mm]) echo $((${1%?} * 1000000)) ;;
	*[Gg]) echo $((${1%?} * 1000000000)) ;;
	*) echo "$1" ;;
	esac
}

# unpack OUT FILE...: the files one after another, decompressed
unpack()
{
	local out=$1 f

	shift
	for f in "$@"; do
		case $f in
		*.gz) gzip -dc "$f" ;;
		*) cat "$f" ;;
		esac
	done >"$out.new"
	mv "$out.new" "$out"
}

# The real articles, each corpus in a file of its own, in the array $sources,
# the one with the longest articles first; their names in $sources_label.
find_sources()
{
	local f name

	sources=()
	sources_label=
	if [ -n "${BENCH_CORPUS:-}" ]; then
		[ -f "$BENCH_CORPUS" ] || die "there is no file '$BENCH_CORPUS'"
		set -- "$BENCH_CORPUS"
	else
		set --
		for f in wiki reuters; do
			f=$PM_DATA/corpora/$f.jsonl.gz
			[ ! -f "$f" ] || set -- "$@" "$f"
		done
		if [ $# -eq 0 ]; then
			say "no corpora in '$PM_DATA': articles are invented"
			invent
			set -- "$BENCH_DIR/invented.jsonl"
		fi
	fi
	for f in "$@"; do
		name=$(basename "$f" .gz)
		name=${name%.jsonl}
		sources_label=${sources_label:+$sources_label+}$name
		case $f in
		*.gz)
			[ "$BENCH_DIR/$name.jsonl" -nt "$f" ] ||
				unpack "$BENCH_DIR/$name.jsonl" "$f"
			sources+=("$BENCH_DIR/$name.jsonl")
			;;
		*) sources+=("$f") ;;
		esac
	done
}

# invent: articles without real ones to make them from
invent()
{
	local out=$BENCH_DIR/invented.jsonl

	[ "$out" -nt "$invent_tool" ] && return
	"$invent_tool" "$(bytes "${BENCH_INVENTED:-100M}")" "$BENCH_SEED" \
		"$PM_SRCDIR/tests/words.tsv" >"$out.new"
	mv "$out.new" "$out"
}

# extend SIZE OUT: the sources, and articles made of them up to that size; fails if they have
# it themselves
extend()
{
	local real=0 counted f

	for f in "${sources[@]}"; do
		counted=$("$corpus_tool" count "$f")
		real=$((real + ${counted#*	}))
	done
	[ $real -lt "$(bytes "$1")" ] || return 1
	[ "$2" -nt "$corpus_tool" ] && return
	synthesize $(($(bytes "$1") - real)) "$2.made"
	unpack "$2" "${sources[@]}" "$2.made"
	rm "$2.made"
}

# synthesize SIZE OUT: articles made of the sources
synthesize()
{
	say "making $1 of articles"
	"$corpus_tool" make "$(bytes "$1")" "$BENCH_SEED" "$2" "${sources[@]}"
}

# The file that all engines read: $input, its name in $label; with $articles and
# $text_bytes.
prepare_input()
{
	find_sources
	if [ -n "${BENCH_SYNTHETIC:-}" ]; then
		label="synthetic $BENCH_SYNTHETIC"
		input=$BENCH_DIR/synthetic-$BENCH_SYNTHETIC-$BENCH_SEED.jsonl
		[ "$input" -nt "$corpus_tool" ] || synthesize "$BENCH_SYNTHETIC" "$input"
	elif [ -n "${BENCH_ALL:-}" ] &&
		extend "$BENCH_ALL" "$BENCH_DIR/all-$BENCH_ALL-$BENCH_SEED.jsonl"; then
		label="all $BENCH_ALL"
		input=$BENCH_DIR/all-$BENCH_ALL-$BENCH_SEED.jsonl
	else
		label=$sources_label
		input=${sources[0]}
		if [ ${#sources[@]} -gt 1 ]; then
			input=$BENCH_DIR/$label.jsonl
			[ "$input" -nt "${sources[0]}" ] || unpack "$input" "${sources[@]}"
		fi
	fi
	count_input
}

# Counts, and reads it into the cache.
count_input()
{
	local counted

	counted=$("$corpus_tool" count "$input")
	articles=${counted%	*}
	# shellcheck disable=SC2034  # bench/run.sh and bench/scale.sh read it
	text_bytes=${counted#*	}
	[ "$articles" -gt 0 ] || die "'$input' holds no articles"
}

# folder_bytes DIR: what its files hold
folder_bytes()
{
	find "$1" -type f -printf '%s\n' | awk '{ n += $1 } END { printf "%.0f\n", n }'
}

# run_measured FILE CPUS COMMAND...: FILE has seconds, CPU seconds and KiB; the
# command's standard output goes to FILE.out.  What earlier runs left to be
# written is written first.
run_measured()
{
	local file=$1 cpus=$2 pin=()

	shift 2
	[ "$BENCH_PIN" != yes ] || [ "$cpus" = all ] || pin=(-c "$cpus")
	sync
	"$measure" "${pin[@]}" -o "$file" "$@" >"$file.out" 2>>"$log"
}

index_help=$("$PM_BUILDDIR/pressmark-index" build --help)

# pressmark_has OPTION: whether this build's pressmark-index knows it
pressmark_has()
{
	case $index_help in
	*"--$1 "*) true ;;
	*) false ;;
	esac
}
