# a limit of time, and the day that dates count from
# SPDX-License-Identifier: GPL-2.0-or-later
cat >articles.jsonl <<END
{"id":"a1","title":"Chips and oil","date":"2024-01-05","source":"Example Times","language":"en","text":"Chips rise. A chip of oil, and more chips."}
{"id":"a2","title":"Nothing much","date":"2024-06-29","source":"Example Post","language":"de","text":"One chip, said the maker."}
{"id":"a 3","title":"Oil","date":"2023-12-31","source":"Example Times","text":"Oil and oil, no hit\u001b[31m of the other.\nOil\tagain."}
{"title":"Undated, \"quoted\"","text":"The last chips."}
END
pressmark-index build -q -o index articles.jsonl || exit

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

say pressmark-query index --timeout 1m --count chips
say pressmark-query index --timeout 1m --hits --kwic=1 -n 1 chips
for time in 10 0s 10h -1s 1.5s '' 1441m 99999999999999999999s; do
	say pressmark-query index --timeout "$time" chips
done

# so many articles that a millisecond is never enough
i=0
while [ $i -lt 40 ]; do
	printf '{"title":"a","language":"en","text":"%s"}\n' "$(seq -f 'a%g b c d e' -s ' ' 5000)"
	i=$((i + 1))
done >large.jsonl
pressmark-index build -q -o large large.jsonl || exit
numbers()
{
	sed -E 's/^[0-9]+ of|^at least [0-9]+/N of/; s/"(total|hits|drawn|values|without)":[0-9]+/"\1":N/g; s/(total|hits|drawn) [0-9]+/\1 N/g; s/, ended early//; /^\{"number|^ *[0-9]+ |^\{"rank|^\]/d'
}
query='(b w/9 e) w/9999 (c w/9 d)'
say pressmark-query large --timeout 1ms --count "$query" | numbers
say pressmark-query large --timeout 1ms --hits --count "$query" | sed 's/[0-9]/N/g; s/NN*/N/g; s/N ms/1 ms/; s/\[N/[2/'
say pressmark-query large --timeout 1ms --format tsv -n 1 "$query" | grep -v '^1' | numbers
printf 'q\t%s\n' "$query" | say pressmark-query large --timeout 1ms --batch - --format json --count | numbers

# What is there in time is complete, and what is missing is said once in the answer, once
# on standard error and in the status, wherever the limit falls; here also while results
# are shown.
echo 'b OR c' >lines
agree()
{
	for time in 1 1 1 1 2 2 3 4 6 8; do
		pressmark-query --timeout "${time}ms" "$@" >answer 2>messages
		status=$?
		early=$(grep -c 'ended early$\|"complete":false\|^at least\|+  b OR\|	no	b' answer)
		said=$(grep -c 'stopped after' messages)
		case $status.$early.$said in
		0.0.0 | 2.1.1) ;;
		*) echo "$* --timeout ${time}ms: status $status, $early in the answer, $said besides" ;;
		esac
	done
}
for format in text json tsv; do
	agree --format $format large 'b OR c'
	agree --format $format --hits large 'b OR c'
	agree --format $format --kwic -n 200 large 'b OR c'
	agree --format $format --facet language large 'b OR c'
	agree --format $format --count large 'b OR c'
	agree --format $format --batch lines large
	agree --format $format --count --batch lines large
done

# relative dates
say pressmark-query index --today 2024-06-30 --count date:yesterday
say pressmark-query index --today 2024-07-15 --count date:last-month
say pressmark-query index --today 2025-01-01 --count date:last-year
for day in 2024-6-30 '2024- 6-30' 2024-02-30 2024-06-30x today '' 20240630; do
	say pressmark-query index --today "$day" chips
done
