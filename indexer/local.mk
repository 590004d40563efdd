# indexer/ - pressmark-index.  All but main*.c is an archive, so that tests can
# link it.
noinst_LIBRARIES += libpmindexer.a

libpmindexer_a_SOURCES = \
	indexer/alike.c indexer/alike.h \
	indexer/appeared_queue.c indexer/appeared_queue.h \
	indexer/article_name.c indexer/article_name.h \
	indexer/article_spool.c indexer/article_spool.h \
	indexer/build.c indexer/build.h indexer/build_away.c indexer/build_moved.c \
	indexer/build_parts.h indexer/build_repeated.c \
	indexer/check.c \
	indexer/check_blocks.c indexer/check_blocks.h \
	indexer/check_copies.c indexer/check_copies.h \
	indexer/check_deep.c indexer/check_deep.h \
	indexer/check_folds.c indexer/check_folds.h \
	indexer/check_history.c indexer/check_history.h \
	indexer/check_origins.c indexer/check_origins.h \
	indexer/check_removed.c indexer/check_removed.h \
	indexer/check_segment.c indexer/check_segment.h \
	indexer/check_shares.c indexer/check_shares.h \
	indexer/change.c indexer/change.h \
	indexer/choices.c indexer/choices.h \
	indexer/columns.c indexer/columns.h \
	indexer/commands.h \
	indexer/crew.c indexer/crew.h \
	indexer/cut.c indexer/cut.h \
	indexer/database.c indexer/database.h \
	indexer/difference.c indexer/difference.h \
	indexer/explain.c \
	indexer/export.c \
	indexer/feed.c indexer/feed.h \
	indexer/fields.c \
	indexer/gather/compounds.c indexer/gather/compounds.h \
	indexer/gather/gather.c indexer/gather/gather.h \
	indexer/gather/gather_compounds.c \
	indexer/gather/gather_cuts.c \
	indexer/gather/gather_end.c \
	indexer/gather/gather_folds.c \
	indexer/gather/gather_huge.c \
	indexer/gather/gather_keys.c \
	indexer/gather/gather_large.c \
	indexer/gather/gather_names.c \
	indexer/gather/gather_parts.h \
	indexer/gather/gather_terms.c \
	indexer/gather/gather_words.c \
	indexer/gather/part.c indexer/gather/part.h \
	indexer/gather/postings.c indexer/gather/postings.h \
	indexer/gather/run.c indexer/gather/run.h \
	indexer/gather/slice.c indexer/gather/slice.h \
	indexer/gather/surfaces.c indexer/gather/surfaces.h \
	indexer/gather/timings.c indexer/gather/timings.h \
	indexer/files.c indexer/files.h \
	indexer/identity.c indexer/identity.h \
	indexer/ids.c indexer/ids.h \
	indexer/input.c indexer/input.h indexer/input_parts.h \
	indexer/input_files.c \
	indexer/input_spared.c \
	indexer/input_told.c \
	indexer/intake.c indexer/intake.h \
	indexer/join.c indexer/join.h \
	indexer/kept_blocks.c indexer/kept_blocks.h \
	indexer/kept_metadata.c indexer/kept_metadata.h \
	indexer/key_lists.c indexer/key_lists.h \
	indexer/known.c indexer/known.h \
	indexer/merge/merge.c indexer/merge/merge.h \
	indexer/merge/merge_aliases.c \
	indexer/merge/merge_postings.c \
	indexer/merge/merge_separators.c \
	indexer/merge/merge_unite.c \
	indexer/merge/merge_words.c \
	indexer/merge/union.c indexer/merge/union.h \
	indexer/merge/unite.c indexer/merge/unite.h \
	indexer/merge/words_parts.h \
	indexer/missing.c indexer/missing.h \
	indexer/name_counts.c indexer/name_counts.h \
	indexer/narrow.c indexer/narrow.h \
	indexer/new_segment.c indexer/new_segment.h \
	indexer/option_values.c indexer/option_values.h \
	indexer/origin_log.c indexer/origin_log.h \
	indexer/pairing.c indexer/pairing.h \
	indexer/past.c indexer/past.h \
	indexer/path_names.c indexer/path_names.h \
	indexer/place_known.c indexer/place_known.h \
	indexer/place_leads.c indexer/place_leads.h \
	indexer/places.c indexer/places.h \
	indexer/places_cover.c \
	indexer/progress.c indexer/progress.h \
	indexer/publish/index_folder.c indexer/publish/index_folder.h \
	indexer/publish/lock.c indexer/publish/lock.h \
	indexer/removal.c indexer/removal.h indexer/removal_parts.h \
	indexer/removal_count.c \
	indexer/removal_dead.c \
	indexer/removal_look.c \
	indexer/removal_read.c \
	indexer/removal_terms.c \
	indexer/refold.c indexer/refold.h \
	indexer/repair.c indexer/repair.h indexer/repair_parts.h \
	indexer/repair_files.c \
	indexer/repair_gone.c \
	indexer/repair_read.c \
	indexer/repair_told.c \
	indexer/repeated.c indexer/repeated.h \
	indexer/repeats.c indexer/repeats.h \
	indexer/repeats_change.c indexer/repeats_change.h \
	indexer/report.c indexer/report.h \
	indexer/same_id.h \
	indexer/salvage.c indexer/salvage.h \
	indexer/segment_diff.c indexer/segment_diff.h \
	indexer/sorter.c indexer/sorter.h \
	indexer/sketched.c indexer/sketched.h \
	indexer/source_lines.c indexer/source_lines.h \
	indexer/source_places.c indexer/source_places.h \
	indexer/sources.c indexer/sources.h \
	indexer/space.c indexer/space.h \
	indexer/stats.c indexer/stats.h \
	indexer/stats_json.c \
	indexer/stats_measure.c \
	indexer/stored.c indexer/stored.h \
	indexer/stories.c indexer/stories.h \
	indexer/stories_change.c indexer/stories_change.h \
	indexer/successor.c indexer/successor.h \
	indexer/successor_copies.c indexer/successor_parts.h \
	indexer/survey.c indexer/survey.h indexer/survey_put.c \
	indexer/term_lists.c indexer/term_lists.h \
	indexer/text_blocks.c indexer/text_blocks.h \
	indexer/tiers.c indexer/tiers.h \
	indexer/unfold.c indexer/unfold.h \
	indexer/verify.c indexer/verify.h

MAIN_SOURCES = indexer/main.c indexer/main_build.c indexer/main_change.c indexer/main_repair.c \
	indexer/main_options.h indexer/main_parts.h

bin_PROGRAMS += pressmark-index
pressmark_index_SOURCES = $(MAIN_SOURCES)
pressmark_index_LDADD = libpmindexer.a libpmterminal.a $(INDEX_LIBS)
# linked by the C++ compiler, which libxapian needs
nodist_EXTRA_pressmark_index_SOURCES = dummy.cxx

if COMPLETION
bashcomp_DATA += completion/pressmark-index
endif
completion/pressmark-index: pressmark-index$(EXEEXT)
	@$(MKDIR_P) completion
	$(AM_V_GEN)./pressmark-index$(EXEEXT) --completion >$@.new && mv $@.new $@
CLEANFILES += completion/pressmark-index completion/pressmark-index.new
