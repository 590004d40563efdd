# what is new, at the prompt
# SPDX-License-Identifier: GPL-2.0-or-later
script -qec true /dev/null </dev/null >/dev/null 2>&1 || {
	echo "script (util-linux) is not installed"
	exit 77
}
mkdir news
echo '{"id":"a1","title":"Old","text":"One chip of old."}' >news/1.jsonl
echo '{"id":"a2","title":"Older","text":"Two chips."}' >>news/1.jsonl
pressmark-index build -q -o index news || exit
sed -i 's/of old/of new/' news/1.jsonl
echo '{"id":"a3","title":"New","text":"A third chip."}' >news/2.jsonl
pressmark-index update -q -o index news || exit

# A terminal that types LINE after LINE, each once the prompt is there; one that begins
# with a ! is a command of the shell's in between.
type_lines()
{
	local line waits

	coproc script -qec "stty -echo cols 80; exec $1" /dev/null 2>&1
	shift
	exec 3<&"${COPROC[0]}" 4>&"${COPROC[1]}"
	waits=$COPROC_PID
	read_to_prompt
	for line in "$@"; do
		if [[ $line == !* ]]; then
			eval "${line#!}"
			continue
		fi
		printf '%s\n' "$line"
		printf '%s\n' "$line" >&4
		[ "$line" = :quit ] || read_to_prompt
	done
	cat <&3 | tr -d '\r'
	exec 3<&- 4>&-
	wait "$waits"
	echo "[$?]"
}

read_to_prompt()
{
	local seen='' character

	while IFS= read -r -d '' -n 1 -t 60 character <&3; do
		seen+=$character
		[[ $seen != *'pressmark> ' ]] || break
	done
	printf '%s' "$seen" | tr -d '\r'
}

TERM=dumb
export TERM
type_lines "$BIN/pressmark-query index" ':changed' chip ':new-since 1' ':open 1' ':changed' \
	':kwic 1' ':changed' old ':new-since 2' ':new-since 9' ':new-since x' 'chip' ':new-since last' ':new-since' :quit
type_lines "$BIN/pressmark-query --new-since 1 --changed index" chip :quit

# going on with what came meanwhile
# shellcheck disable=SC2016  # it is for type_lines to run
type_lines "$BIN/pressmark-query --new-since 1 index" ':reload' chip \
	'!echo "{\"id\":\"a4\",\"title\":\"Late\",\"lang\":\"en\",\"text\":\"A chip.\"}" >news/3.jsonl' \
	'!pressmark-index update -q -o index news' ':reload' ':open 1' 'lang:en' ':reload' \
	'!pressmark-index rollback -q index 2' ':reload' ':new-since' chip \
	'!mv index away' ':reload' chip '!mv away index' ':quit'
