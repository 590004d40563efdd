# no text and no name can command a terminal, break its line or turn its direction
# SPDX-License-Identifier: GPL-2.0-or-later

# controls, line separators, and marks that turn the direction
bad=$(printf '\033[31m \013 \014 \177 \302\205 \302\233 \342\200\250 \342\200\251 \330\234 \342\200\216 \342\200\217')
bad=$bad$(printf ' \342\200\252 \342\200\253 \342\200\254 \342\200\255 \342\200\256 \342\201\246 \342\201\247 \342\201\250 \342\201\251')
escaped=$(printf %s "$bad" | sed 's/\x1b/\\u001b/; s/\x0b/\\u000b/; s/\x0c/\\f/')
mkdir corpus
printf '{"id":"i%s","title":"A title %s here","text":"before%s chips%s after (%s) end","source":"S %s s","author":"W %s","url":"http://x/%s","date":"2024-01-02","topic":"T %s t"}\n' \
	"$escaped" "$escaped" "$escaped" "$escaped" "$escaped" "$escaped" "$escaped" "$escaped" "$escaped" >corpus/a.jsonl
printf 'A name of a file\n\nchips%s\n' "$bad" >"corpus/$bad.txt"
: >"corpus/empty $bad.txt"
printf 'x\303\251\355\240\200\n' >"corpus/ill $bad.txt"

# clean NAME COMMAND...: how many lines it prints, and whether any is unclean
clean()
{
	name=$1
	shift
	"$@" >answer 2>&1
	echo "$name: [$?], $(wc -l <answer) lines"
	perl -ne 'print "not clean: $_" if /[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]/' answer | cat -v
}

command -v perl >/dev/null || { echo "perl is not installed"; exit 77; }
clean build pressmark-index build -v -q -o "index$bad" corpus
mv "index$bad" index
cp -r index "index$bad"
clean check pressmark-index check "index$bad"
clean stats pressmark-index stats "index$bad"
clean message pressmark-index check "nowhere$bad"
clean results pressmark-query index chips
clean hits pressmark-query --hits index title
clean kwic pressmark-query --kwic index chips
clean sorted pressmark-query --kwic --kwic-sort L1 index chips
clean tsv pressmark-query --format tsv index chips
clean "kwic tsv" pressmark-query --kwic --format tsv index chips
clean facets pressmark-query --facet source --facet topic --facet author index chips
clean "facets tsv" pressmark-query --facet source --format tsv index chips
clean explain pressmark-query --explain index 'chips source:s topic:t*'
printf 'q%s\tchips\n' "$bad" >lines
clean batch pressmark-query --batch lines index
pressmark-query --kwic --format csv index chips | tr -d '\r' >printed
clean csv cat printed
{
	pressmark-query --format json index chips
	pressmark-query --kwic --format json index chips
	pressmark-query --facet source --format json index chips
	pressmark-index export index
} >answers
perl -ne 'print "not escaped: $_" if /[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]/' answers | cat -v
grep -c '\\u007f.*\\u0085.*\\u009b' answers

# cells of a spreadsheet
cat >cells.jsonl <<'END'
{"id":"=1+1","source":"@home","title":"+49 30 chips","text":"-minus chips =sum, one\ntwo"}
{"id":"-12.5","source":"+1,200","title":"-4e-7","text":"chips"}
{"id":"a=b","source":"-","title":"\t=1","text":"\"said\"\r\nchips\ttab"}
END
pressmark-index build -q -o cells cells.jsonl
pressmark-query --kwic=3 --format csv cells chips | cut -d, -f 2,4,5,12- | cat -A
pressmark-query --kwic=3 --format csv --csv-raw cells chips | cut -d, -f 2,4,5,12- | cat -A
pressmark-query --csv-raw cells chips 2>&1 | head -n 1
