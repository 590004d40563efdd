# of many complaints of one kind three are shown, and how many more there were
# SPDX-License-Identifier: GPL-2.0-or-later
{
	echo '{"text":"chips"}'
	for i in $(seq 1200); do
		echo "{\"text\":\"x$(printf '%*s' $((i % 7)) '')"
	done
	printf '{"text":""}\n{"text":"a\xff"}\n{"text":"b\xff"}\n{"text":"c\xff"}\n{"text":"d\xff"}\n'
} >a.jsonl
pressmark-index build -q -o index a.jsonl >out 2>errors
echo "[$?]"
cat errors
pressmark-query --count index chips
