# what a build tells at its end
# SPDX-License-Identifier: GPL-2.0-or-later

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

cp -r "$ARTICLES" articles
say pressmark-index build -o index articles | sed -E 's/(index +)[0-9]+ bytes/\1N kB/; s/[0-9.]+ (kB|s|MB\/s)/N \1/g; s/, [0-9.]+ of the text/, N of the text/'
printf '{"text":"one \xc3\xa9\xed\xa0\x80 two"}\n{"text":"%s"}\n{"text":""}\n' "$(printf 'x%.0s' $(seq 100))" >a.jsonl
say pressmark-index build -o index a.jsonl | sed -E 's/(index +)[0-9]+ bytes/\1N kB/; s/[0-9.]+ (kB|s|MB\/s)/N \1/g; s/, [0-9.]+ of the text/, N of the text/'
say pressmark-index build -q -v -o index a.jsonl | sed -E 's/ [0-9.]+ (bytes|kB|MB).*/ .../; s/libxapian [0-9.]+/libxapian N/'

# the language of each article, and what has no stems
mkdir languages
echo 'The workers at the factories were on strike for higher wages, and they said that the talks had failed.' >languages/a.txt
echo 'The mayor of the town was not among those who had come to the opening of the old bridge.' >languages/b.txt
echo 'Die Arbeiter der Fabriken streikten am Montag und sagten, dass die Verhandlungen gescheitert seien.' >languages/c.txt
echo 'Robotnicy z fabryk strajkowali w poniedziałek, żądając wyższych płac, i powiedzieli, że się nie poddadzą.' >languages/d.txt
echo '1 2 3' >languages/e.txt
say pressmark-index build -l auto --report report -o index languages | sed -E 's/(index +)[0-9]+ bytes/\1N kB/; s/[0-9.]+ (kB|s|MB\/s)/N \1/g; s/, [0-9.]+ of the text/, N of the text/'
grep -o '"without_stems":[0-9]*' report

# texts that were cut where they were published
printf '%s\n' '{"date":"2024-01-02","text":"It was said that the talks... [+1200 chars]"}' \
	'{"date":"2024-01-02","text":"It was said [\u2026]\n"}' \
	'{"date":"2024-01-02","text":"It was said [+ chars]"}' \
	'{"date":"2024-01-02","text":" [...] it was said"}' >b.jsonl
say pressmark-index build --report report -o index b.jsonl | sed -E 's/(index +)[0-9]+ bytes/\1N kB/; s/[0-9.]+ (kB|s|MB\/s)/N \1/g; s/, [0-9.]+ of the text/, N of the text/'
grep -o '"text_cut_by_source":[0-9]*' report

# a table of which the text is not known by its name
printf 'title,date,texto\nA,2024-01-02,one\nB,2024-01-02,two\n' >c.csv
say pressmark-index build --report report -o index c.csv | sed -E 's/(index +)[0-9]+ bytes/\1N kB/; s/[0-9.]+ (kB|s|MB\/s)/N \1/g; s/, [0-9.]+ of the text/, N of the text/'
grep -o '"without_text":[0-9]*' report

echo "--- articles are skipped, and files"
mkdir -p many/rows many/files many/fine
for n in $(seq 12); do
	printf '{"headlines":"n"}\n{"text":"x"\n' >>many/rows/rows.jsonl
	: >"many/files/$n.txt"
done
printf '{"text":"fine"}\n' >>many/rows/rows.jsonl
for n in $(seq 80); do
	printf '{"text":"fine %s"}\n' "$n" >>many/fine/rows.jsonl
done
printf 'fine\n' >many/files/fine.txt
pressmark-index build -o many.index many 2>/dev/null | grep -E 'skipped|source'
