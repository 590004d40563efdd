# pages of results, their order and their totals
# SPDX-License-Identifier: GPL-2.0-or-later

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
	printf '{"id":"%d","title":"Article %d","date":"2024-%02d-05","source":"Example Times","text":"chips and more"}\n' \
		$i $i $((i * 5 % 12 + 1))
done >articles.jsonl
echo '{"title":"Undated","text":"chips"}' >>articles.jsonl
pressmark-index build -q -o index articles.jsonl || exit
say pressmark-query index --count chips
say pressmark-query index -n 2 --sort date chips
say pressmark-query index -n 2 --sort -date chips
say pressmark-query index -n 2 --offset 11 --sort date chips
say pressmark-query index -n 2 --offset 13 chips
say pressmark-query index -n 2 --offset 4000000000 chips
say pressmark-query index --count date:2024-03..2024-05
say pressmark-query index --count date:2024-03-05
say pressmark-query index --count date:..2024-02
say pressmark-query index --count date:2025
say pressmark-query index --count source:\"example times\"
say pressmark-query index -n 0 chips
say pressmark-query index -n many chips
say pressmark-query index --sort size chips
