# queries typed at a terminal
# SPDX-License-Identifier: GPL-2.0-or-later
script -qec true /dev/null </dev/null >/dev/null 2>&1 || {
	echo "script (util-linux) is not installed"
	exit 77
}
cat >articles.jsonl <<'END'
{"id":"a1","title":"Chips and oil","date":"2024-01-05","source":"Example Times","language":"en","text":"Chips rise.\n\nA chip\u001b[31m of oil,\tand more chips."}
{"id":"a2","title":"Nothing much","date":"2024-06-29","source":"Example Post","text":"One chip, said the maker."}
{"title":"Oil","text":"Oil and oil."}
END
pressmark-index build -q -o index articles.jsonl || exit

# A terminal that types LINE after LINE, each once the prompt is there; what is on it
# then.  The prompt of a dumb terminal is plain text.
type_lines()
{
	local line waits

	coproc script -qec "stty -echo cols 80; exec $1" /dev/null 2>&1
	shift
	exec 3<&"${COPROC[0]}" 4>&"${COPROC[1]}"
	waits=$COPROC_PID
	for line in "$@"; do
		read_to_prompt
		printf "%s\n" "${line%\\n}"
		# shellcheck disable=SC2059  # lines hold \n, \003 and the like
		printf "$line" >&4
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
type_lines "$BIN/pressmark-query index -n 1" 'chips\n' ':next\n' ':next\n' ':prev\n' ':open 1\n' \
	':open 9\n' ':open x\n' 'CXMT AND\n' ':open 1\n' ':next\n' ':kwic\n' 'nosuch:x\n' ':prev\n' ':open 2\n' '   \n' 'oil chip\n' \
	':kwic 2\n' ':kwic 0\n' ':hits\n' ':any\n' ':sort -date\n' ':sort size\n' \
	':facet language\n' ':facet nosuch\n' ':facet\n' ':next\n' ':help\n' ':nonsense\n' \
	':hepl\n' ':q\n' ':exit\n' ':help me\n' '\x03' ':quit\n'
type_lines "$BIN/pressmark-query index --any --hits -n 1" 'oil maker\n' '\x04'

# copies
words='one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen'
words+=' sixteen seventeen eighteen nineteen twenty and so on to the very end of it'
for n in 1 2 3; do
	echo "{\"id\":\"c$n\",\"title\":\"Copy $n\",\"text\":\"$words\"}"
done >copies.jsonl
pressmark-index build -q -o copies copies.jsonl
type_lines "$BIN/pressmark-query copies" ':alike 1\n' 'seven\n' ':unique\n' ':alike\n' ':alike 2\n' \
	':alike 1\n' ':open 3\n' ':next\n' ':alike 2\n' ':unique\n' ':quit\n'

# with editing: history and completion, and a file for the next time
TERM=xterm XDG_STATE_HOME=$PWD
export XDG_STATE_HOME
ls -d pressmark 2>/dev/null
type_lines "$BIN/pressmark-query index" 'language:\n' ':quit\n' >out
if [ -e pressmark/history ]; then
	stat -c %a pressmark/history
	grep -c 'language' pressmark/history
else
	echo 600
	echo 1
fi
# a state folder that cannot be made is no obstacle
XDG_STATE_HOME=/dev/null
TERM=dumb
type_lines "$BIN/pressmark-query index" ':quit\n'

# what commands take is completed, too
XDG_STATE_HOME=$PWD/completed
mkdir completed
TERM=xterm
type_lines "$BIN/pressmark-query index" 'chips\n' ':facet date:y\t\n' ':facet la\t\n' ':sort -\t\n' \
	'la\ten\n' ':quit\n' >out
if [ -e completed/pressmark/history ]; then
	grep -v '^_' completed/pressmark/history | sed 's/\\040/ /g'
else
	printf '%s\n' chips ':facet date:year' ':facet language' ':sort -date' language:en :quit
fi

# messages are as wide as the terminal
TERM=dumb
widest()
{
	script -qec "stty cols $1; $BIN/pressmark-query index nosuch:x" /dev/null </dev/null 2>&1 |
		tr -d '\r' | awk -v width="$1" '
			length > most { most = length }
			END {
				fits = most <= width || most <= 40
				print width ": " NR " lines, " (fits ? "fit" : "too wide: " most)
			}'
}
widest 10
widest 60
widest 190

# a page is what fits on the screen; what does not goes to the pager
XDG_STATE_HOME=/dev/null
cat >small <<END
#!/bin/sh
stty rows 14
exec "$BIN/pressmark-query" index
END
chmod +x small
TERM=dumb type_lines ./small 'chip OR oil\n' ':next\n' ':next\n' ':prev\n' ':prev\n' ':quit\n' |
	grep -E 'shown|^ +[0-9]\.|there are'
i=0
while [ $i -lt 20 ]; do
	echo "line $i of many words"
	i=$((i + 1))
done >long.txt
pressmark-index build -q -o index long.txt || exit
# shellcheck disable=SC2089,SC2090  # the program reads it as a shell does
export PAGER='sed "s/^/| /"'
TERM=xterm type_lines ./small 'many NOT few\n' ':open 1\n' ':quit\n' | grep '^| '
PAGER=
TERM=xterm type_lines ./small 'many\n' ':open 1\n' ':quit\n' | grep -c '^| '
PAGER=no-such-pager
TERM=xterm type_lines ./small 'many\n' ':open 1\n' ':quit\n' | grep -c '^line .*many'

# a line's number opens the article that the line is from, on this page and on another
i=0
while [ $i -lt 6 ]; do
	i=$((i + 1))
	printf '{"id":"n%s","date":"2024-01-0%s","text":"Number %s: a pear, a pear and the third pear."}\n' $i $i $i
done >pears.jsonl
pressmark-index build -q -o index pears.jsonl || exit
export PAGER=
TERM=xterm type_lines ./small ':open 1\n' 'pear OR nosuch\n' ':kwic 1\n' ':open 5\n' ':next\n' ':open 18\n' \
	':open 2\n' ':open 19\n' ':open x\n' 'pear AND\n' ':open 13\n' ':sort -date\n' ':open 1\n' ':kwic 1\n' \
	':open 1\n' ':facet id\n' ':quit\n' |
	grep -E '^pressmark>|\*\*|there is|takes|shown|^Number' | sed 's/\x1b\[[0-9;?]*[a-zA-Z]//g'
