# SPDX-License-Identifier: GPL-2.0-or-later
# Exports of databases: known by their beginning; one of an unknown kind is named.
rule=____________________________________________________________
{
	for i in 1 2; do
		printf '%s\n\nDocument %d of 2\n\nStory %d\n\n' $rule $i $i
		printf 'Full text: The ferry sank on day %d.\nDeep.\n\n' $i
		printf 'Subject: Ships; Harbours\n\nTitle: Story %d\n\n' $i
		printf 'Publication title: The Crier; Oslo\n\n'
		printf 'Publication date: Sep 2%d, 2024\n\n' $i
		printf 'Language of publication: English\n\nProQuest document ID: 900%d\n\n' $i
	done
	printf '%s\n\nContact us at: http://q.example/\n' $rule
} >proquest.txt
for i in 1 2 3; do
	printf 'Title: Story %d\nAuthors: Lee, Ann\nSource: The Crier\n\nIt sank.\n\n' $i
done >other.txt
pressmark-index build -o index proquest.txt other.txt | head -n 1
pressmark-index export index >all.jsonl
sed 's/"file":"[^"]*",*//' all.jsonl
echo 'the same again from what export writes:'
pressmark-index build -o again all.jsonl >log
pressmark-index export again | cmp - all.jsonl && echo same
echo 'cut short:'
head -c 500 proquest.txt >cut.txt
pressmark-index build -o cut cut.txt || echo "status $?"
pressmark-index build -o cut --partial cut.txt | head -n 1
