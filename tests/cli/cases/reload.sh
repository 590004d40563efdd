# a batch that goes on with newer generations
# SPDX-License-Identifier: GPL-2.0-or-later
mkdir news
echo '{"id":"a1","text":"One chip."}' >news/1.jsonl
pressmark-index build -q -o index news || exit

# ask FORMAT...: a query before an update, and the same after it
ask()
{
	local line

	coproc pressmark-query --batch - "$@" index
	while :; do
		echo chip >&"${COPROC[1]}"
		read -r line <&"${COPROC[0]}"
		case $line in id*|query_id*|'#'*|of*) echo "$line"; continue ;; esac
		break
	done
	echo "$line"
	n=$((n + 1))
	echo "{\"id\":\"b$n\",\"text\":\"Another chip.\"}" >news/$n.jsonl
	pressmark-index update -q -o index news
	sleep 1.1
	for _ in 1 2 3 4 5 6; do
		echo chip >&"${COPROC[1]}"
	done
	exec 3<&"${COPROC[0]}"
	# shellcheck disable=SC1083,SC2093  # bash 4 closes a descriptor by its name
	exec {COPROC[1]}>&-
	# the last of what is left
	tail -n 1 <&3
	wait
}
n=1
ask --reload --jobs 1
ask --reload --jobs 2 --format tsv --count --hits
ask --reload --jobs 1 --new-since 3 --format tsv --count
ask --jobs 1
printf 'chip\n' | pressmark-query --batch - --reload --format tsv -n 1 index | cut -f 1,2,8,13
pressmark-query --reload index chip
echo "[$?]"
