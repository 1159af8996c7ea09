"""English sentences, by the same keys as `engine.messages.zh`."""

MESSAGES: dict[str, str] = {
    # plan files -------------------------------------------------------------------
    "error.plan_missing": (
        "{file}: there is no such file. A plan is a folder with a plan.yaml; check {folder}."
    ),
    "error.plan_faulty": "A plan does not pass the check ({count} errors) and cannot be used. {first} (zhiban plan check lists them all.)",
    "error.plan_unreadable": "{file}: cannot be read ({why}). Check the path and the rights.",
    "error.plan_too_large": (
        "{file}: larger than {limit} bytes. A plan file holds rules, not the plan's text."
    ),
    "error.plan_not_utf8": "{file}:{line}: not UTF-8. Save the file as UTF-8.",
    "error.plan_odd_character": "{file}:{line}: has the control character {value}. Delete it.",
    "error.plan_not_yaml": (
        "{file}:{line}: not YAML: {problem}. Check indentation, quotes and brackets."
    ),
    "error.plan_empty": '{file}:{line}: the file is empty. Begin with format: "1".',
    "error.plan_two_documents": "{file}:{line}: one file, one plan. Delete “---” and what follows.",
    "error.plan_not_a_mapping": (
        '{file}:{line}: the file must be a mapping ("key: value") that starts with format: "1".'
    ),
    "error.plan_has_anchor": (
        "{file}:{line}: anchors (&) and aliases (*) are not allowed. Write the content out."
    ),
    "error.plan_has_tag": (
        "{file}:{line}: the tag {tag} is not allowed. Write plain text, numbers or lists."
    ),
    "error.plan_too_deep": "{file}:{line}: nested deeper than {limit}. Flatten the condition.",
    "error.plan_key_twice": (
        "{file}:{line}: “{key}” comes twice, first in line {first}. Join them or delete one."
    ),
    "error.plan_id_twice": "{file}:{line}: another file already uses the plan id {id}.",
    "error.plan_no_jurisdiction": (
        "{file}:{line}: there is no file for the jurisdiction “{value}”. {folder} has: {accepted}."
        "{nearest}"
    ),
    "error.plan_digest": "{file}:{line}: the digest is computed. Delete this line.",
    "error.plan_unknown_key": (
        "{file}:{line}: {place} has no key “{key}”. Accepted: {accepted}.{nearest}"
    ),
    "error.plan_missing_key": "{file}:{line}: {place} lacks the key “{key}”. Add it.",
    "error.plan_must_be_quoted": (
        "{file}:{line}: {place} is {value} without quotes, which reads as a number or a date. "
        'Write "{value}".'
    ),
    "error.plan_not_quoted": (
        '{file}:{line}: {place} is {value} and must be text. Quote it: "{value}"; so are clause '
        'numbers and clock times, such as "5.3.1" and "15:00".'
    ),
    "error.plan_wrong_kind": (
        "{file}:{line}: {place} is {value}, which is of the wrong kind. Accepted: {accepted}."
    ),
    "error.plan_too_small": "{file}:{line}: {place} is {value}. The least is {bound}.",
    "error.plan_too_great": "{file}:{line}: {place} is {value}. The most is {bound}.",
    "error.plan_too_long": "{file}:{line}: {place} is longer than {bound} characters. Shorten it.",
    "error.plan_too_many": "{file}:{line}: {place} has more than {bound} entries.",
    "error.plan_empty_text": "{file}:{line}: {place} is empty. Write something or delete it.",
    "error.plan_empty_list": "{file}:{line}: {place} is empty. It needs {bound} or more entries.",
    "error.plan_not_one_of": (
        "{file}:{line}: {place} cannot be {value}. Accepted: {accepted}.{nearest}"
    ),
    "error.plan_wrong_form": "{file}:{line}: {place} cannot be {value}. Accepted: {accepted}.",
    "error.plan_not_a_condition": (
        "{file}:{line}: {place} is no condition ({value}). One begins with: {accepted}."
        "{nearest} Example: {{fact: deaths, at_least: 3}}."
    ),
    "error.plan_not_a_cadence": (
        "{file}:{line}: {place} is no cadence ({value}). One of: {accepted}.{nearest} "
        'Example: {{daily: ["15:00"]}}.'
    ),
    "error.plan_clock_order": (
        '{file}:{line}: the clock times of {place} must ascend. Example: {{daily: ["10:00", '
        '"16:00"]}}.'
    ),
    "error.plan_at_least_n": (
        "{file}:{line}: {place} asks for {value} of only {bound} conditions. Ask for fewer or "
        "add some."
    ),
    "error.plan_band_twice": (
        "{file}:{line}: {place} has a bound twice ({value}). Below use at_least (included) or "
        "above (not included), at the top below (not included) or at_most (included)."
    ),
    "error.plan_band_empty": (
        "{file}:{line}: {place} is an empty band ({value}). The lower bound is less than the upper."
    ),
    "error.plan_bad_value": "{file}:{line}: {place} cannot be {value}. Accepted: {accepted}.",
    "word.top": "the file's top level",
    "word.not_a_file": "not a regular file",
    "word.yaml.colon": (
        "two “: ” in one line, or a wrong indentation above; quote text that holds a colon"
    ),
    "word.yaml.no_colon": "this line lacks “: ”",
    "word.yaml.tab": "a tab; indent with spaces",
    "word.yaml.character": "an entry begins with a special character; quote it",
    "word.yaml.open_quote": "a quotation mark is not closed",
    "word.yaml.open_bracket": "a bracket is not closed, or a comma is missing",
    "word.yaml.indentation": "the indentation does not match the entries above",
    "word.yaml.escape": "an unknown backslash escape between double quotes",
    "word.yaml.bracket": "a bracket is not closed or not opened",
    "word.yaml.list": "a list such as [a, b]",
    "word.yaml.mapping": "entries “key: value”",
    "word.form.id": "lower-case letters, digits and _, first a letter, such as office_director",
    "word.form.level": "letters, digits or _, at most 16, such as III",
    "word.form.division": "a quoted division code of six digits, such as “141000”",
    "word.form.date": "a quoted date, such as “2021-07-19”",
    "word.form.hash": "64 hexadecimal digits (sha256)",
    "word.form.assumption": "a capital letter and digits, such as A7",
    "word.form.version": "letters, digits, dots and hyphens, at most 32, such as “2021.1”",
    "word.form.prefix": "two to six capital letters, such as CM",
    "word.form.clock": "a quoted clock time, such as “15:00”; the end of the day is “24:00”",
    "word.form.instant": "a quoted instant with an offset, “2026-03-02T08:20:00+08:00”",
    "word.form.format": "“1”",
    # requests ---------------------------------------------------------------------
    "error.unknown_plan": "There is no plan “{value}”. Plans: {accepted}.{nearest}",
    "error.unknown_division": "“{value}” is no division of {jurisdiction}. Accepted: {accepted}.",
    "error.unknown_fact": (
        "The plan “{plan}” knows no fact “{value}”. Accepted: {accepted}.{nearest}"
    ),
    "error.unknown_command": ("There is no command “{value}”. Accepted: {accepted}.{nearest}"),
    "error.unknown_level": "The plan “{plan}” has no level “{value}”. Levels: {accepted}.",
    "error.unknown_grade": "The plan “{plan}” has no warning of grade “{value}”. Grades: {accepted}.",
    "error.grade_missing": "Warnings of the plan “{plan}” have grades; name one of: {accepted}.",
    "error.grade_unexpected": "Warnings of the plan “{plan}” have no grades; leave “{value}” out.",
    "error.unknown_sub_state": "Level {level} has no state “{value}”. Accepted: {accepted}.",
    "error.sub_state_missing": "Level {level} has several states; name one of: {accepted}.",
    "error.sub_state_unexpected": "Level {level} has no states; leave “{value}” out.",
    "error.unknown_role": "The plan “{plan}” has no post “{value}”. Posts: {accepted}.",
    "error.unknown_choice": ("{field} does not take “{value}”. Accepted: {accepted}.{nearest}"),
    "error.wrong_kind": "{field} is {value}, which is of the wrong kind. Accepted: {accepted}.",
    "error.out_of_range": "{field} is {value}, which is out of range. Accepted: {accepted}.",
    "error.naive_instant": (
        "{field} is {value}, which has no offset. Write it like 2021-07-19T08:00:00+08:00."
    ),
    "error.future_instant": (
        "{field} is {value}, later than now ({now}). Give an instant that has passed."
    ),
    "error.past_instant": (
        "{field} is {value}, which has passed (it is {now}). Give an instant to come."
    ),
    "error.instant_too_far": (
        "{field} is {value}, too far ahead: at most {days} days, until {limit}. Check the date."
    ),
    "error.instants_reversed": "{field} is {value}, before {other} ({limit}). Check both.",
    "error.bad_value": "{field} cannot be {value}. Accepted: {accepted}.",
    "error.missing_field": "The field {field} is missing.",
    "error.unknown_field": "There is no field {field}. Accepted: {accepted}.{nearest}",
    "error.bad_json": "The body is not valid JSON ({problem}).",
    "error.not_an_incident_command": "{field} must be a command on this incident.",
    "error.by_means_missing": (
        "To record an order of “{role}”, give by_means (phone, radio, in_person or written)."
    ),
    "error.means_without_order": (
        "by_means or ordered_at is given without on_behalf_of (whose order it is)."
    ),
    # not found --------------------------------------------------------------------
    "error.incident_not_found": "There is no incident “{id}”.",
    "error.plan_not_found": "There is no plan “{id}”. Plans: {accepted}.",
    "error.plan_version_missing": (
        "Version {version} ({digest}) of the plan “{id}” is not in the library; the incident "
        "cannot go on."
    ),
    "error.entry_not_found": "The incident has no entry {seq}. The last one is {last}.",
    "error.slot_not_found": "There is no report slot “{slot}” of this incident.",
    "error.group_not_found": "The plan has no group “{value}”. Groups: {accepted}.",
    "error.measure_not_found": "The present level has no measure “{value}”. Measures: {accepted}.",
    "error.condition_not_found": "There is no end condition “{value}”. Conditions: {accepted}.",
    "error.holder_not_found": "“{value}” cannot hold command. Holders: {accepted}.",
    "error.obligation_not_found": "There is no report obligation “{value}”. Accepted: {accepted}.",
    # authority --------------------------------------------------------------------
    "error.opening_role_required": (
        "Only the duty officer, a post of the plan or, in an exercise, the controller opens an "
        "incident."
    ),
    "error.role_required": (
        "By {clause} this is for {who}; your account does not hold that post. The duty officer "
        "may record their order."
    ),
    "error.read_only": "This account may look, not command.",
    "error.order_not_recordable": (
        "Only a duty officer (in an exercise also a controller) records the orders of others."
    ),
    "error.outside_division": (
        "By {clause} {who} acts only on incidents of their own division; this one is not in "
        "{division}."
    ),
    "error.not_the_reporter": (
        "This report is owed by {who}; your account cannot give it. A duty officer may record it."
    ),
    "error.ordered_by_another": (
        "By {clause} this is for {who}; an order of {given} is no ground for it. Check whose "
        "order it was."
    ),
    "error.exercise_only": "A controller acts on exercises only.",
    "error.exercise_clock": (
        "This server runs on a virtual clock and takes exercises only (exercise must be true)."
    ),
    "error.not_the_holder": "Only who holds “{who}” may confirm the recorded order {seq}.",
    "error.nothing_regular_owed": (
        "The response has ended and no regular reports are owed: there is no due time for “{kind}”. "
        "Report a change as follow_up, final or urgent; to hand in one that is still missing, "
        "name its slot."
    ),
    "error.no_name": (
        "“{value}” in {field} names nobody. Give a post, a unit or a person, such as 市应急局局长."
    ),
    "error.delegate_unknown": (
        "No account “{value}” can sign in, so nothing can be delegated to it. Give the name that "
        "the other signs in with; administrators make accounts."
    ),
    "error.delegated_in_return": (
        "A delegation of “{who}” cannot be recorded for “{to}”, who recorded yours, which its giver "
        "has not signed. Let the giver sign that one first, or a third duty officer record this."
    ),
    "error.delegated_to_recorder": (
        "A delegation by “{who}” cannot be recorded for whoever records it. Let the holder sign "
        "in and delegate, or another duty officer record it."
    ),
    # state ------------------------------------------------------------------------
    "error.transition_not_possible": "At “{place}”, “{command}”{target} is not possible.",
    "error.ambiguous_transition": (
        "{count} rows of the plan fit “{command}” at once ({clause}). Correct the plan file."
    ),
    "error.already_at": "It is at “{place}” already.",
    "error.approval_missing": (
        "By {clause}, activating {level} needs the approval of {who}; there is none."
    ),
    "error.already_signed": "{who} has signed for {level} already; still missing: {missing}.",
    "error.predecessor_present": (
        "By {clause}, {who} acts only while {before} is absent; record that with record_absence "
        "first."
    ),
    "error.recommendation_missing": (
        "By {clause}, activating {level} needs a recommendation by {who}."
    ),
    "error.recommendation_not_asked": (
        "By {clause}, {level} is activated by {who} directly; no recommendation is needed."
    ),
    "error.recommendation_pending": (
        "{role} recommended activating {level} at {since}; it is not decided yet."
    ),
    "error.nothing_pending": "No recommendation waits for a decision.",
    "error.approval_not_asked": (
        "By {clause}, activating {level} needs no approval; {who} activates it."
    ),
    "error.already_approved": "Activating {level} has been approved by {who} already.",
    "error.superior_commands": (
        "By {clause}, “{holder}” holds command; until it is returned the level cannot be adjusted "
        "here."
    ),
    "error.end_conditions_open": "By {clause}, confirm these before the end: {missing}.",
    "error.not_here": "By {clause}, “{command}” is not possible at “{place}”.",
    "error.special_plan_governs": (
        "By {clause}, the special plan “{plan}” governs this accident; open it under that plan."
    ),
    "error.plan_does_not_cover": "By {clause}, the plan “{plan}” does not cover this case.",
    "error.group_not_formed": "The group “{group}” is not formed yet; use form_group first.",
    "error.group_formed": "The group “{group}” is formed already; use change_group.",
    "error.measure_settled": "The measure “{measure}” is settled already.",
    "error.condition_confirmed": "The end condition “{condition}” is confirmed already.",
    "error.slot_settled": (
        "This slot is reported, superseded or not owed already; leave slot out to give a further "
        "report."
    ),
    "error.command_unchanged": "“{holder}” holds command already.",
    "error.command_not_theirs": (
        "“{held}” holds command; “{to}” {direction}, so “{command}” cannot be used."
    ),
    "error.cannot_strike": (
        "Entry {seq} ({type}) is a decision or the system's own record and cannot be struck. "
        "{remedy}"
    ),
    "error.already_struck": "Entry {seq} is struck already.",
    "error.linked_to_itself": (
        "{number} cannot be linked to itself; give the id of another incident as other."
    ),
    "error.exercise_and_real": (
        "One of {number} and this incident is an exercise and the other is real; they cannot be "
        "linked."
    ),
    "error.already_linked": "This incident is linked to {number} already.",
    "error.not_linked": (
        "This incident is not linked to “{id}”; its links are listed as links in the view."
    ),
    "error.other_is_over": (
        "{number} is closed and the time for late casualties is over; it cannot be linked any "
        "more. Name it in the duty log instead."
    ),
    "error.other_side_not_theirs": (
        "Linking and unlinking are entered into the journals of both incidents, and this account "
        "may not write into that of {number}; the duty officer can do it."
    ),
    "error.not_recorded_order": "Entry {seq} is no recorded order that waits for confirmation.",
    "error.watch_over": (
        "The response has ended and the time for late casualties is over; this is not taken any "
        "more."
    ),
    "error.closed": (
        "The incident is closed; only casualty changes or a new activation by a post entitled to "
        "it are possible."
    ),
    "error.no_such_cadence": "“{obligation}” has no cadence to reanchor now.",
    "error.step_outside": "{field}: {value} is not within the exercise. Accepted: {accepted} (days).",
    "error.stale_version": (
        "The incident is at version {current}, you saw version {given}. Refresh and try again."
    ),
    "error.slot_not_open": (
        "This slot's period begins at {opens_at}; leave slot out to report what is known now."
    ),
    "error.no_such_step": "The plan has no step from {source} by “{command}” to {target}.",
    # reasons behind a criterion -----------------------------------------------------
    "why.band": "{name} {value}; the condition is {band}",
    "why.band_unknown": "{name} not reported; the condition is {band}",
    "why.band_at_least": "{name} at least {value} (the rest unknown); the condition is {band}",
    "why.flag": "{name}: {value}",
    "why.derived": "{words} ({why})",
    "why.flag_unknown": "{name}: not determined",
    "why.one_of": "{name}: {value}; the condition is one of {accepted}",
    "why.includes": "{name}: confirmed {have}; missing {missing}",
    "why.includes_all": "{name}: confirmed {have}",
    "why.list_unknown": "{name} not reported; the condition is that it holds {missing}",
    "why.scale": "{scale}: {name} ({state})",
    "why.in": "now at {place}",
    "why.unless": "until this holds: {why}",
    "why.lasting": "“{place}” for {value} hours; asked: {hours} hours without a break",
    "why.judgement": "to be judged by {judge}",
    "why.not": "not ({why})",
    "why.join_all": "; and ",
    "why.join_any": "; or ",
    "why.join_n": "; (at least {n}) ",
    "word.yes": "yes",
    "word.no": "no",
    "word.met": "met",
    "word.not_met": "not met",
    "word.unknown": "unknown",
    "word.at_least": "{bound}{unit} or more",
    "word.above": "more than {bound}{unit}",
    "word.below": "less than {bound}{unit}",
    "word.at_most": "{bound}{unit} or less",
    "word.none": "none",
    "word.one_or_null": "at least one, or null to lift the limit",
    "word.holder.superior": "is a superior headquarters",
    "word.holder.own": "is a headquarters of this level or below",
    "word.remedy.decide_again": "Give another command, or a further report, to correct it.",
    "word.slot.owed": "owed",
    "word.slot.upcoming": "upcoming",
    "word.slot.submitted": "submitted",
    "word.slot.submitted_late": "late",
    "word.slot.overdue": "overdue",
    "word.slot.superseded": "superseded",
    "word.slot.not_owed": "not owed",
    "word.slot.ended": "ended",
    "word.slot_reason.too_near": "too near when it began",
    "word.slot_reason.exempted": "exempted",
    "word.slot_reason.reanchored": "cadence re-anchored",
    "word.slot_reason.cadence_changed": "cadence changed",
    "word.slot_reason.condition_lapsed": "condition no longer holds",
    "word.slot_reason.response_ended": "response ended",
    "word.clock": "clock",
    "word.our_rule": "a rule of this program",
    "word.kind.count": "a whole number, 0 or more",
    "word.kind.money": "a whole number of yuan, 0 or more",
    "word.kind.number": "a number",
    "word.kind.percent": "a number (percent)",
    "word.kind.flag": "true or false",
    "word.kind.text": "text of 1 to 200 characters",
    "word.kind.list": "a list of words",
    "word.comma": ", ",
    "word.colon": ": ",
    "word.also_needed": " ({who} to approve yet)",
    "word.stage.assessing": "assessing",
    "word.stage.warning": "warning",
    "word.stage.responding": "responding",
    "word.stage.ended": "ended",
    "word.stage.closed": "closed",
    # the plan checker ---------------------------------------------------------------
    "check.undefined": (
        "{file}:{line}: {place} names the {kind} “{value}”, which is not defined.{nearest} "
        "Defined: {accepted}. Correct it or define it."
    ),
    "check.too_many": "{file}:{line}: {place} has {count} entries; at most {limit}.",
    "check.too_many_cadences": "{file}:{line}: more than {limit} cadences; the rest was not proved.",
    "check.not_proved": "{file}:{line}: “{name}” has too many cases; only some were looked at.",
    "check.no_division_list": (
        "{file}:{line}: “{name}” is no list of divisions and cannot name reporters."
    ),
    "check.times_without_reading": (
        "{file}:{line}: {place} is times_per_day, whose clock times are a reading ({clause}). Name the assumption."
    ),
    "check.signatures_alone": (
        "{file}:{line}: {place} needs two roles or more in by ({clause}). Add them or drop signatures."
    ),
    "check.approvals_alone": (
        "{file}:{line}: {place} needs two roles or more in approved_by ({clause}). "
        "Add them or drop approvals."
    ),
    "check.desk_cannot_sign": (
        "{file}:{line}: where all have to sign the desk signs for nobody ({clause}). Drop desk."
    ),
    "check.weaker_way": (
        "{file}:{line}: to “{target}” this row ({clause}) asks for the consent of {count}, that of "
        "line {first} ({other}) of {needed}: a way round. Add signatures, approved_by or "
        "recommendation_required here, or name the assumption that says so."
    ),
    "check.unused": "{file}:{line}: the {kind} “{value}” ({name}) is not used. Use it or delete it.",
    "check.defined_twice": (
        "{file}:{line}: the id “{value}” of a {kind} comes twice, first in line {first}. Change one."
    ),
    "check.name_twice": (
        "{file}:{line}: “{value}” names two parts of the kind {kind}, the other in line {first}, and "
        "who goes by the name cannot tell which. Change a name or an alias."
    ),
    "check.listed_twice": (
        "{file}:{line}: {place} lists “{value}” again. Delete one or name another."
    ),
    "check.level_named_as_stage": (
        "{file}:{line}: a level cannot be called “{value}”, the name of a stage ({stages})."
    ),
    "check.series_is_a_report": (
        "{file}:{line}: the series “{value}” is also the id of a report. Name the series otherwise."
    ),
    "check.series_alone": (
        "{file}:{line}: the series “{value}” has one report only. Correct the name or delete it."
    ),
    "check.unknown_zone": '{file}:{line}: no time zone “{value}”. Write one like "Asia/Shanghai".',
    "check.no_such_date": "{file}:{line}: {place}: there is no day {value}.",
    "check.bounds_reversed": "{file}:{line}: {place}: the least, {low}, is above the most, {high}.",
    "check.threshold_not_counted": (
        "{file}:{line}: “{name}” is a whole number from 0 on, but {place} is {value}. "
        "Write a whole number that is not negative."
    ),
    "check.choices_missing": "{file}:{line}: “{name}” is of kind choices but lists none. Add them.",
    "check.choices_unwanted": (
        "{file}:{line}: “{name}” lists choices but is of another kind. Change kind or drop them."
    ),
    "check.criteria_above_sub_states": (
        "{file}:{line}: “{name}” has sub-states; put the criteria there. On the level itself they "
        "would always recommend the highest sub-state."
    ),
    "check.division_elsewhere": (
        "{file}:{line}: {name} ({value}) has a code outside {jurisdiction}. Check the code."
    ),
    "check.wrong_kind_of_fact": (
        "{file}:{line}: “{name}” is {kind} and cannot be judged by {form}. Use {accepted}."
    ),
    "check.sum_of_no_number": "{file}:{line}: {place} adds “{names}”, which are no numbers.",
    "check.sum_of_units": "{file}:{line}: {place} adds figures of different units ({units}).",
    "check.count_of_no_list": "{file}:{line}: “{name}” is no list and cannot be counted.",
    "check.reminder_minutes": (
        "{file}:{line}: {place}: {value} must be different whole minutes, from 1 to a year."
    ),
    "check.watch_days": (
        "{file}:{line}: the casualty watch is incomplete: {days} days, shorter {shorter}. "
        "shorter_days is below days and stands beside shorter_when."
    ),
    "check.scale_ring": "{file}:{line}: the condition of “{name}” asks for itself. Write it with facts.",
    "check.unknown_clause": (
        "{file}:{line}: {place} cites “{value}”, which the clause index lacks.{nearest} "
        "Correct it or add the clause."
    ),
    "check.unknown_law": (
        "{file}:{line}: {place} cites “{value}”, which is no article of a listed law."
        "{nearest} Listed: {accepted}. Write it like order_493:9."
    ),
    "check.no_such_article": (
        "{file}:{line}: {place} cites “{value}”, which looks like no article. Write its number, 1 to "
        "9999 (order_493:9, order_493:5之一), or a Chinese heading (statistics:续报)."
    ),
    "check.excused_twice": "{file}:{line}: clause “{value}” is in not_encoded twice. Delete one.",
    "check.excused_and_cited": (
        "{file}:{line}: clause “{value}” is in not_encoded, yet the rule in line {rule_line} "
        "({rule}) cites it. Delete one."
    ),
    "check.clause_not_covered": (
        "{file}:{line}: clause “{value}” ({heading}) is neither cited by a rule nor in not_encoded. "
        "Write the rule or give the reason."
    ),
    "check.text_changed": (
        "{file}:{line}: the text of clause “{value}” does not match its hash. {count} rules lean "
        "on it: {rules}. Check them, then renew sha256."
    ),
    "check.text_missing": (
        "{file}:{line}: the text has no clause “{value}”. {count} rules lean on it: {rules}."
    ),
    "check.text_new": "{file}:{line}: the text has a clause “{value}” that the index lacks. Add it.",
    "check.row_without_step": (
        "{file}:{line}: {place} leads nowhere (from and to are the same or not defined)."
    ),
    "check.nobody_may": "{file}:{line}: {place} says nobody may ({clause}). Write by or desk: true.",
    "check.nobody_recommends": (
        "{file}:{line}: {place} asks for a recommendation or an approval, but nobody recommends "
        "({clause}). Write recommended_by."
    ),
    "check.not_recommendable": (
        "{file}:{line}: “{command}” is never recommended or approved; only activating and "
        "adjusting are ({clause}). Delete recommended_by and approved_by."
    ),
    "check.wrong_place": (
        "{file}:{line}: “{command}” does not fit “{value}”; it leads to “{target}” only; lifting a "
        "warning begins at the warning, adjusting and ending at a level, closing never at one. "
        "Correct from and to."
    ),
    "check.two_rows": (
        "{file}:{line}: from “{source}” by “{command}” to “{target}” both this row and that of "
        "line {first} apply. Leave one row for each step."
    ),
    "check.two_targets": (
        "{file}:{line}: “{command}” from “{source}” has several targets and cannot name one. "
        "Leave one."
    ),
    "check.unreachable": "{file}:{line}: no way leads from assessing to “{name}”. Add a row.",
    "check.cannot_close": (
        "{file}:{line}: from “{name}” no way leads to closed. Add rows that end and close, and "
        "somebody who confirms end conditions."
    ),
    "check.no_activator": (
        "{file}:{line}: nobody activates “{name}” from assessing. Add a row of activate_response."
    ),
    "check.no_raiser": (
        "{file}:{line}: nobody raises from “{name}”. Add adjust_response to a higher level."
    ),
    "check.no_lowerer": (
        "{file}:{line}: nobody lowers from “{name}”. Add adjust_response to a lower level."
    ),
    "check.no_ender": "{file}:{line}: nobody ends “{name}”. Add a row of end_response.",
    "check.end_without_conditions": (
        "{file}:{line}: ending “{name}” asks for end conditions, but none applies there ({clause}). "
        "Add them or drop requires_end_conditions."
    ),
    "check.nobody_confirms": (
        "{file}:{line}: nobody may confirm end conditions at “{name}”, which can never end "
        "({clause}). Add confirm_end_condition to acts."
    ),
    "check.condition_never_asked": (
        "{file}:{line}: no step asks for the end condition {place} ({clause}). Write "
        "requires_end_conditions: true in the row that ends, or change at."
    ),
    "check.recommends_to_itself": (
        "{file}:{line}: {name} recommends and {name} alone decides ({clause}), so nobody is asked. "
        "Check recommended_by, approved_by and by; where one post decides, drop recommended_by."
    ),
    "check.closes_only_once_open": (
        "{file}:{line}: a false alarm cannot be closed without activating the response, and stays "
        "“{name}”. Add a row of close_incident from assessing to closed."
    ),
    "check.blocked_from_the_start": (
        "{file}:{line}: a superior ({name}) holds command at first, and blocks activation, so no "
        "response can be opened ({clause}). Change initial, or take activate_response out of "
        "blocked_while_superior_holds."
    ),
    "check.command_never_returns": (
        "{file}:{line}: command can be handed to a superior but nobody takes it back, and what it "
        "blocks stays blocked ({clause}). Add return_command to acts."
    ),
    "check.nobody_completes": (
        "{file}:{line}: at “{name}” there are measures, but nobody may “{command}” ({clause}). Add "
        "complete_measure to acts."
    ),
    "check.nobody_forms": (
        "{file}:{line}: there are groups, but nobody may “{command}”. Add form_group to acts."
    ),
    "check.inheritance_ring": (
        "{file}:{line}: measures are inherited in a ring: {names} ({clause}). Break it somewhere."
    ),
    "check.plan_id_twice": "{file}:{line}: “{other}” uses the plan id {id} already. Change one.",
    "check.prefix_twice": (
        "{file}:{line}: “{other}” uses the prefix {value} of incident numbers already. Change one."
    ),
    "check.never_met": (
        "{file}:{line}: the condition of {place} ({name}) can never be met ({clause}). Check its "
        "bounds and its all and any."
    ),
    "check.hole": (
        "{file}:{line}: “{series}” has a hole: {beside} is “{name}”, yet {value} is of no class "
        "({clause}). Check the bounds (at_least includes, below does not)."
    ),
    "check.order_reversed": (
        "{file}:{line}: “{series}” is reversed: {beside} is “{other}”, yet {value} is “{name}”. "
        "List the lowest first and check the bounds."
    ),
    "check.overlap": (
        "{file}:{line}: “{series}” overlaps: {value} is both “{low}” and “{high}” (line "
        "{other_line}). Let the upper bound of one be the lower bound of the next."
    ),
    "check.overlap_undeclared": (
        "{file}:{line}: in “{series}” {value} is both “{low}” and “{high}” (line {other_line}); the "
        "higher counts. Say so in an assumption, or give “{low}” an upper bound."
    ),
    "check.lag": (
        "{file}:{line}: in “{series}” {beside} is “{name}”, yet {value} with “{others}” unchanged "
        "is of no class. If the text says so, let these conditions share an assumption."
    ),
    "check.no_reporters": (
        "{file}:{line}: nobody owes “{name}” ({clause}). Write divisions, units or members."
    ),
    "check.reports_to_itself": (
        "{file}:{line}: {value} owes “{name}” to itself ({clause}). Check reporters and recipients."
    ),
    "check.owed_for_ever": (
        "{file}:{line}: “{name}” comes again and again and is still in force at closed, so it would "
        "be owed for ever ({clause}). Take closed out of at; for changes after the close write "
        "same_day or within_minutes."
    ),
    "check.digest_ring": "{file}:{line}: reports follow each other in a ring: {names} ({clause}).",
    "check.digest_without_base": (
        "{file}:{line}: “{name}” follows “{base}”, which is not owed at “{where}” ({clause})."
    ),
    "check.same_day_without_watch": (
        "{file}:{line}: {place} is same_day, but without casualty_watch it is never owed ({clause})."
    ),
    "check.asked_twice": (
        "{file}:{line}: at “{where}”, “{two}” and “{one}” (line {first}) ask the same reporter for "
        "reports of the same series ({clause}). Let their at or when exclude each other."
    ),
    "check.no_next_instant": (
        "{file}:{line}: “{name}” has no next instant after {at} ({clause}). A digest (after_last) "
        "follows a report of each day or of every n days."
    ),
    "check.trail.open": "the incident is opened, at “{place}”",
    "check.trail.step": "{command} ({who}, {clause}) → {place}",
    "check.trail.facts": "facts recorded: {facts}",
    "check.trail.result": "{series}: {result}",
    "check.trail.owed": "owed at once: “{one}” and “{two}”",
    "check.trail.judged": "{judge} deems it necessary",
    "check.trail.not_judged": "{judge} does not deem it necessary",
    "check.trail.other": "another",
    "check.kind.standing": ("stage, level or yes-or-no figure"),
    "check.fact.choice": ("one of several choices"),
    "check.condition.Lasting": ("how long it lasts (lasting)"),
    "check.condition.of_choice": ("one_of"),
    "check.trail.lasted": ("“{name}” for {hours} hours"),
    "check.kind.role": "role",
    "check.kind.unit": "unit",
    "check.kind.party": "role or unit",
    "check.kind.fact": "fact",
    "check.kind.figure": "fact or derived figure",
    "check.kind.derived": "derived figure",
    "check.kind.scale": "scale",
    "check.kind.class": "class",
    "check.kind.place": "stage or level",
    "check.kind.grade": "grade of warnings",
    "check.kind.level": "level",
    "check.kind.sub_state": "sub-state",
    "check.kind.group": "group",
    "check.kind.measure": "measure",
    "check.kind.report": "report",
    "check.kind.end_condition": "end condition",
    "check.kind.holder": "holder of command",
    "check.kind.assumption": "assumption",
    "check.kind.law": "law",
    "check.kind.clause": "clause",
    "check.kind.division": "division",
    "check.kind.divisions": "division code",
    "check.kind.choice": "choice",
    "check.kind.choices": "choice",
    "check.kind.criterion": "criterion",
    "check.kind.projection": "projection",
    "check.fact.count": "a count",
    "check.fact.money": "an amount of money",
    "check.fact.number": "a number",
    "check.fact.percent": "a percentage",
    "check.fact.flag": "yes or no",
    "check.fact.text": "words",
    "check.fact.divisions": "a list of divisions",
    "check.fact.choices": "a list of choices",
    "check.condition.Band": "a band (at_least, above, below, at_most)",
    "check.condition.Flag": "yes or no (is)",
    "check.condition.OneOf": "one of some words (one_of)",
    "check.condition.Includes": "what it holds (includes)",
    "check.condition.of_count": "at_least, above, below, at_most",
    "check.condition.of_money": "at_least, above, below, at_most",
    "check.condition.of_number": "at_least, above, below, at_most",
    "check.condition.of_percent": "at_least, above, below, at_most",
    "check.condition.of_flag": "is: true or is: false",
    "check.condition.of_text": "one_of",
    "check.condition.of_divisions": "includes, or compare a count_of",
    "check.condition.of_choices": "includes, or compare a count_of",
    "coverage.totals": (
        "{leaves} leaf clauses: {encoded} encoded, {not_encoded} not encoded, {open} missing; "
        "{rules} rules cite a clause."
    ),
    "coverage.head": "| clause | heading | rules that cite it | readings | why it is not encoded |",
    "coverage.open": "**missing**",
    "coverage.reason.purpose": "purpose and principles",
    "coverage.reason.preparedness": "preparedness",
    "coverage.reason.standing_duty": "standing duty",
    "coverage.reason.heading": "heading or summary",
    "coverage.reason.published_elsewhere": "published elsewhere",
    "diagram.title": "{plan} · lifecycle",
    "diagram.version": "version",
    "diagram.decides_all": ("signed by all of {who}"),
    "diagram.decides_succession": ("decided by {who} (each in the absence of those before)"),
    "diagram.legend": "○ from here　▶● to here　◎ both (from one to another). Colours are for display.",
    "diagram.recommends": "recommended by {who}",
    "diagram.approves": "approved by {who}",
    "diagram.approves_all": "approved by all of {who}",
    "diagram.approves_in_order": "approved in this order by {who}",
    "diagram.decides": "decided by {who}",
    "diagram.end_conditions": "after every end condition is confirmed",
    "word.desk": "duty officer",
    "word.post.duty_officer": "duty officer",
    "word.post.controller": "exercise controller",
    "word.command.recommend_activation": "recommend a level",
    "word.command.issue_warning": "issue a warning",
    "word.command.lift_warning": "lift the warning",
    "word.command.activate_response": "activate",
    "word.command.adjust_response": "adjust",
    "word.command.end_response": "end the response",
    "word.command.close_incident": "close",
    "word.command.complete_measure": "complete a measure",
    "word.command.form_group": "form a group",
    # the server ----------------------------------------------------------------------
    "title.400": "Bad request",
    "title.401": "Not signed in",
    "title.403": "Not allowed",
    "title.404": "Not found",
    "title.405": "Method not allowed",
    "title.409": "The state refuses",
    "title.412": "The version is stale",
    "title.413": "The body is too large",
    "title.415": "Not JSON",
    "title.422": "The request is malformed",
    "title.429": "Too many attempts",
    "title.500": "Internal error",
    "title.503": "Not ready",
    "error.not_signed_in": "Sign in first: POST /api/session.",
    "error.wrong_credentials": "The name or the password is wrong.",
    "error.too_many_attempts": "Too many failed sign-ins. Try again in {seconds} seconds.",
    "error.foreign_origin": "The request comes from another site's page ({origin}) and is refused.",
    "error.general_role_required": "This is for: {who}.",
    "error.body_too_large": "The body is larger than {limit} bytes.",
    "error.body_not_json": "The body must be JSON, with Content-Type: application/json.",
    "error.path_not_found": "There is nothing at “{path}”.",
    "error.method_not_allowed": "“{path}” does not take {method}. Accepted: {accepted}.",
    "error.bad_header": "The header {field} cannot be {value}. Accepted: {accepted}.",
    "error.key_reused": "The Idempotency-Key “{key}” was used for another request. Take a new one.",
    "error.bad_request": "The request is wrong ({problem}).",
    "error.virtual_clock_refused": (
        "The database holds real incidents, so the clock cannot be virtual. Take another "
        "database for exercises."
    ),
    "error.setup_done": "There are accounts already; the first setup is closed.",
    "error.wrong_setup_code": "The setup code is wrong. It is printed on the server's terminal.",
    "error.account_exists": "The account name “{name}” is taken.",
    "error.account_not_found": "There is no account “{name}”.",
    "error.last_admin": "“{name}” is the last administrator and stays one.",
    "error.division_missing": (
        "The role {role} needs a division (the code of the account's); a reporter may have a unit "
        "instead. Accepted: {accepted}. Administrators give one to an account that exists "
        "(PATCH /api/accounts/NAME)."
    ),
    "error.internal": "Something went wrong in the server; it is logged under {request}.",
    "error.too_many_clients": "The live channel is full ({limit}). Try again later, or raise ZHIBAN_LIVE_CLIENTS.",
    "error.not_ready": "The server cannot read or write its data at the moment. Try again soon.",
    "error.pages_missing": (
        "The web pages are not built. Run `python3 x.py web`, or use the API under /api."
    ),
    "error.bad_frame": "The frame is not a JSON object with a type. Example: {example}",
    "error.unknown_frame": "There is no frame “{value}”. Accepted: {accepted}.",
    "error.unknown_topic": "There is no topic “{value}”. Accepted: {accepted}.",
    "error.unknown_language": "There is no language “{value}”. Accepted: {accepted}.",
    "error.too_many_topics": "At most {limit} topics.",
    "word.boolean": "true or false",
    "word.integer": "a whole number",
    "word.number": "a number",
    "word.text": "text",
    "word.object": "an object {{…}}",
    "word.list": "a list […]",
    "word.instant": "an RFC 3339 instant with an offset, such as 2021-07-19T08:00:00+08:00",
    "word.date": "a day, such as 2021-07-19",
    "word.minimum": "at least {bound}",
    "word.maximum": "at most {bound}",
    "word.more_than": "more than {bound}",
    "word.less_than": "less than {bound}",
    "word.not_empty": "not empty",
    "word.at_least_entries": "{bound} or more entries",
    "word.at_most_entries": "{bound} entries or fewer",
    "word.nearest": " Nearest: {hint}.",
    "word.field": "{name} ({field})",
    # what people call the fields of a request ------------------------------------------
    "field.title": "the title",
    "field.occurred_at": "when it happened",
    "field.received_at": "when it was reported",
    "field.division": "the place",
    "field.facts": "the figures",
    "field.source": "the source",
    "field.as_of": "when it was so",
    "field.note": "the note",
    "field.reason": "the reason",
    "field.text": "the text",
    "field.on_behalf_of": "whose order",
    "field.by_means": "how the order came",
    "field.ordered_at": "when it was ordered",
    "field.submitted_at": "when it was submitted",
    "field.until": "until when",
    "word.at_most_characters": "at most {bound} characters",
    "word.at_least_characters": "at least {bound} characters",
    "word.pattern": "text of the form {pattern}",
    "word.plain_text": "text without NUL characters",
    # the schema of plan files, as editors show it -------------------------------------
    "schema.plan": "The rules of an emergency plan. How to read and change: plans/README.md.",
    "schema.format": "The version of the file format, now “1”.",
    "schema.id": "The plan's id, the name of its folder.",
    "schema.version": "The version of these rules; each incident stays with the one it began under.",
    "schema.title": "The plan's official name.",
    "schema.title_en": "The plan's English name.",
    "schema.number_prefix": "What incident numbers begin with, such as CM in CM-2026-0001.",
    "schema.zone": "The time zone, such as Asia/Shanghai; clock times in the file are in it.",
    "schema.document": "The document: number, date, owner, and which older plan it replaces.",
    "schema.jurisdiction": "Where it applies: a file of the folder jurisdictions, or written out.",
    "schema.laws": "Laws and orders outside the plan; rules cite them as id:article.",
    "schema.clauses": "The clause index, complete: number, heading, fingerprint of the text.",
    "schema.not_encoded": "Clauses that no rule cites, each with the reason.",
    "schema.coverage": "Which events this plan governs.",
    "schema.roles": "Posts that decide.",
    "schema.units": "Units, with the other names that the text uses.",
    "schema.facts": "What is to be known; what is left out is unknown, not zero.",
    "schema.derived": "Figures computed from facts: sums and counts.",
    "schema.scales": "Classes of accidents (not response levels), lowest first.",
    "schema.projections": "What the class may rise to.",
    "schema.warnings": "The grades of warnings, lowest first; left out where there is one kind.",
    "schema.levels": "Response levels and states, lowest first, and when they are recommended.",
    "schema.lifecycle": "Who may warn, activate, adjust, end and close: one step a row.",
    "schema.acts": "Who does what does not change the level.",
    "schema.command": "Who is in command, kept apart from the level.",
    "schema.groups": "Working groups: leader, members, duty.",
    "schema.measures": "What is to be done at each level, and by whom.",
    "schema.inheritance": "Which level includes all measures of which.",
    "schema.reports": "Who reports what to whom and when.",
    "schema.reminders": "When reminders are sent (minutes).",
    "schema.first_slot": "Whether the report due right after activation is owed.",
    "schema.end_conditions": "What is to be confirmed, one by one, before the end.",
    "schema.casualty_watch": "How long after the end casualty changes are still reported.",
    "schema.assumptions": "Where the text is silent: how it is read.",
    # the journal in words ----------------------------------------------------------------
    "event.incident_opened": "Opened {number} “{title}” ({division_name})",
    "event.facts_recorded": "Recorded: {facts_words} (source: {source})",
    "event.warning_issued": "Issued {warning}{reason_words}",
    "event.warning_lifted": "Warning lifted{reason_words}",
    "event.activation_recommended": "Recommended activating {place}{reason_words}",
    "event.activation_approved": "Approved activating {place}{missing_words}{reason_words}",
    "event.activation_refused": "Declined activating {place}{reason_words}",
    "event.response_activated": "Activated {place}{reason_words}",
    "event.response_adjusted": "Response adjusted to {place}{reason_words}",
    "event.command_assumed": "{holder} assumed command{reason_words}",
    "event.command_handed_over": "Command handed over to {holder}{reason_words}",
    "event.command_returned": "{holder} took command back{reason_words}",
    "event.group_formed": "{group_name} formed, led by {leader_words}",
    "event.group_changed": "{group_name} changed, led by {leader_words}{reason_words}",
    "event.measure_completed": "Measure done: {measure_text}{note_words}",
    "event.measure_waived": "Measure not needed: {measure_text}{note_words}",
    "event.report_submitted": (
        "{reporter_name} reported {obligation_name} ({kind_word}){due_words}"
    ),
    "event.reporters_set": "Reporters changed: {reporters_words}{reason_words}",
    "event.cadence_reanchored": "The cadence counts from {anchor} again{reason_words}",
    "event.end_condition_confirmed": "End condition confirmed: {condition_text}{note_words}",
    "event.response_ended": "Ended {place}{reason_words}",
    "event.activation_signed": "Signed “{place}” ({role_words}){reason_words}",
    "event.absence_recorded": "{role_name} absent until {until}{reason_words}",
    "event.duration_reached": "“{lasting}” has lasted {hours} hours",
    "event.incident_closed": "Closed{reason_words}",
    "event.entry_struck": "Struck entry {seq}{reason_words}",
    "event.recorded_order_confirmed": "Confirmed the recorded order {seq}",
    "event.role_delegated": "{to} acts as {role_name} until {until}{reason_words}",
    "event.incidents_linked": "Linked to {other_words}{note_words}",
    "event.incidents_unlinked": "No longer linked to {other_words}{note_words}",
    "event.log_entry_added": "{text}",
    "event.report_due_soon": "Reminder: {obligation_name} of {reporter_name}{due_words}",
    "event.report_overdue": "Overdue: {obligation_name} of {reporter_name}{due_words}",
    "event.decision_awaited": (
        "Reminder: {role_name} recommended {place}, not decided yet (reminder {reminder})"
    ),
    "event.watch_ended": "The time for late casualties is over",
    "word.reason": ": {reason}",
    "word.incident": "{number} “{title}”",
    "word.due": ", due {due}",
    "word.due_immediately": ", due immediately",
    "word.kind.scheduled": "scheduled",
    "word.kind.urgent": "urgent",
    "word.kind.nil": "nil",
    "word.kind.first": "first",
    "word.kind.follow_up": "follow-up",
    "word.kind.final": "final",
    "word.lifted": "all units again",
    "word.extra_report": "a further report",
    "word.signed_for": " (ordered by {who}, {means}, recorded by {actor})",
    "word.means.phone": "by telephone",
    "word.means.radio": "by radio",
    "word.means.in_person": "in person",
    "word.means.written": "in writing",
    "word.nobody": "—",
    # drills ------------------------------------------------------------------------------
    "error.scenario_bad_value": "{file}:{line}: {place} cannot be {value}. Accepted: {accepted}.",
    "drill.refused": "refused ({code}): {sentence}",
    "drill.title": "Drill “{title}”, plan: {plan}, seed: {seed}",
    "drill.ledger": "Report ledger",
    "drill.evaluation": "Evaluation",
    "drill.timeline": "Timeline",
    "drill.unexpected_refusal": (
        "Day {day} {at}: “{command}” was refused, which the scenario does not say: {sentence}"
    ),
    "drill.nothing_owed": "Day {day} {at}: {reporter} owes no “{command}”",
    "drill.missing_refusal": (
        "Day {day} {at}: “{command}” should have been refused ({code}) and was accepted"
    ),
    "drill.wrong_refusal": (
        "Day {day} {at}: “{command}” should have been refused with {expected}, not {code}"
    ),
    "drill.finding.level_lags": "The facts met {recommended}; {minutes} minutes later still {place}",
    "drill.finding.decision_late": "The recommendation of {place} waited {minutes} minutes",
    "drill.finding.report_missing": "{reporter} never gave {obligation} (due {due})",
    "drill.finding.report_late": "{reporter} gave {obligation} {minutes} minutes late (due {due})",
    "drill.measure.reports_on_time": "Reports on time",
    "drill.measure.reports_late": "Reports late",
    "drill.measure.reports_missing": "Reports missing",
    "drill.measure.minutes_to_first_level": "Minutes from the first news to the first level",
    "drill.measure.minutes_to_decide": "Longest time from recommendation to activation (minutes)",
    "drill.measure.orders_unsigned": "Recorded orders not confirmed",
    "drill.measure.measures_done": "Measures settled",
    "drill.measure.events": "Journal entries",
    "drill.measure.refusals": "Refused commands",
    # the command line -----------------------------------------------------------------
    "cli.help": (
        "Zhiban: emergency plans at the duty desk. Exit codes: 0 done, 1 the answer is no, "
        "2 wrong usage."
    ),
    "cli.serve": "Serve the console, the API and the live channel.",
    "cli.demo": "Serve a fresh temporary database, demo accounts and a running exercise.",
    "cli.plan": "Plan files: check them, show them, draw them.",
    "cli.plan.check": "Check all plans, or the one at PATH; exits with 1 when something is wrong.",
    "cli.plan.show": "List a plan's levels, criteria, posts and report duties in words.",
    "cli.plan.diagram": "Print a plan's state diagram (Mermaid).",
    "cli.drill": "Table-top exercises.",
    "cli.drill.run": "Play a scenario once; write its journal, ledger and evaluation.",
    "cli.journal": "Journals.",
    "cli.journal.verify": "Check every journal's numbers and hash chain, and what derives from it.",
    "cli.journal.export": "Print an incident's journal, one JSON object a line.",
    "cli.user": "Accounts.",
    "cli.user.add": "Make an account; asks for the password twice without --password-stdin.",
    "cli.token": "Tokens of read-only devices such as a wall screen.",
    "cli.token.create": "Make a token; it is shown once.",
    "cli.db": "The database.",
    "cli.db.upgrade": "Bring the schema to this program's version (also done at start).",
    "cli.option.host": "The address to listen on (ZHIBAN_HOST, by default 127.0.0.1).",
    "cli.option.port": "The port to listen on (ZHIBAN_PORT, by default 8000).",
    "cli.option.database_url": "sqlite:///file or postgresql://… (ZHIBAN_DATABASE_URL).",
    "cli.option.clock_start": (
        "Start the clock at an instant such as 2021-07-19T08:00:00+08:00: exercises only."
    ),
    "cli.option.clock_speed": "Virtual seconds a second; anything but 1 means exercises only, 0 stands still.",
    "cli.option.path": "A plan file or its folder; by default all plans.",
    "cli.option.plan": "A plan's id, such as coal_mine.",
    "cli.option.scenario": "A scenario's id or file.",
    "cli.option.seed": "The seed; the same seed gives the same drill.",
    "cli.option.out": "The folder to write to (by default only a summary is shown).",
    "cli.option.incident": "An incident's number or id.",
    "cli.option.name": "The account's name.",
    "cli.option.role": "A role, repeatable: duty_officer, coal_mine:commander, …",
    "cli.option.division": "The code of the account's division.",
    "cli.option.unit": "The account's unit.",
    "cli.option.password_stdin": "Read the password from standard input.",
    "cli.option.days": "Days until it expires; by default it does not.",
    "cli.serving": "Zhiban serves at {url}",
    "cli.clock_stands": (
        "Note: the clock stands at {at} (--clock-speed 0), so nothing falls due. For showing and "
        "testing only; to have it run, give --clock-speed 1 or more."
    ),
    "cli.setup_code": "There is no account yet. Enter this setup code on the web page: {code}",
    "cli.unknown_setting": "Warning: there is no setting {name}.{nearest}",
    "cli.option.texts": "The folder of the plans' texts, to compare clause by clause.",
    "cli.option.svg": "Print a picture (SVG).",
    "cli.path_missing": "There is no file or folder {path}.",
    "cli.plan_checked": "{path}: {errors} errors, {warnings} warnings.",
    "cli.severity.error": "✗",
    "cli.severity.warning": "!",
    "cli.show.levels": "Levels and criteria",
    "cli.show.roles": "Posts",
    "cli.show.reports": "Report duties",
    "cli.show.groups": "Working groups",
    "cli.show.assumptions": "Readings where the plan is silent",
    "cli.checking": "Checking plans",
    "cli.verifying": "Checking journals",
    "cli.journal_whole": "{incidents} incidents, {events} entries: all whole.",
    "cli.journal_not_whole": "{count} findings; {incidents} incidents and {events} entries checked.",
    "cli.found": "{where}: {words} [{what}]",
    "cli.found.everywhere": "the whole database",
    "cli.found.numbered": "{number} ({id})",
    "cli.found.entry": "{incident} entry {seq}",
    "cli.found.head": "the head published at {at}, up to cursor {cursor}",
    "cli.found.backup": "the backup {file} ({at}, up to cursor {cursor})",
    "cli.found.gap": "this entry is missing, or the order is wrong.",
    "cli.found.chain": "it does not follow the one before: one of the two has been exchanged.",
    "cli.found.altered": "its content was altered: it does not fit the hash that was written.",
    "cli.found.altered_unnumbered": (
        "the entry with cursor {cursor} was altered; not even its number can be read."
    ),
    "cli.found.cursor": (
        "the cursors have gaps: they should go from 1 without any, and there are {count}, from "
        "{least} to {most}; entries were deleted."
    ),
    "cli.found.plan": "its edition of the plan ({plan}) is not to be had, so it cannot be replayed.",
    "cli.found.incident": "the incident's data disagrees with its journal: {detail}.",
    "cli.found.incident_absent": "there are entries, but the incident's data is gone.",
    "cli.found.slot": "report slot {detail} disagrees with the journal: changed, deleted or added.",
    "cli.found.truncated": (
        "the entries with cursors {first} to {cursor} are missing at the end, the last is {end}; "
        "shown by {witness}."
    ),
    "cli.found.rewritten": (
        "this entry was rewritten, it is not what was published or backed up; shown by {witness}."
    ),
    "cli.found.rewritten_between": (
        "an entry with a cursor from {first} to {cursor} was rewritten; shown by {witness}."
    ),
    "cli.found.restored": (
        "the entries with cursors {first} to {cursor} are missing or others, and the database says "
        "that it was restored from a backup (epoch {epoch}); shown by {witness}. Ask the "
        "administrator whether it was."
    ),
    "cli.found.other_epoch": (
        "this database does not know the epoch {epoch}: it is another database's, or was not "
        "restored by zhiban restore; shown by {witness}."
    ),
    "cli.password": "Password",
    "cli.password_again": "Once more",
    "cli.passwords_differ": "The two passwords differ.",
    "cli.password_missing": "There is no password on standard input.",
    "cli.user_added": "The account {name} is made ({roles}).",
    "cli.watch": "Follow incidents and report slots live in the terminal; line by line in a pipe.",
    "cli.option.watch_incident": "Follow this one incident (its number or id); without it, all of them.",
    "cli.option.watch_url": "Where the server is (ZHIBAN_URL, by default http://127.0.0.1:8000).",
    "cli.option.watch_token": "The token (or in ZHIBAN_TOKEN).",
    "cli.option.watch_language": "Language of all that is shown: zh or en; else the terminal's.",
    "cli.show.activated": "         activation: {who} [{clause}]",
    "cli.show.join": "; ",
    "cli.show.report": "      {cadence}; to {recipients}; at: {at}",
    "cli.cadence.daily": "every day by {times}",
    "cli.cadence.every_days": "every {days} days by {at}",
    "cli.cadence.every_hours": "every {hours} hours",
    "cli.cadence.within": "within {minutes} minutes {since}",
    "cli.cadence.since_occurred": "of the event",
    "cli.cadence.since_received": "of the report",
    "cli.cadence.since_arising": "of owing it",
    "cli.cadence.since_change": "of a change of {facts}",
    "cli.cadence.since_report": "of “{name}”",
    "cli.cadence.times_per_day": "{times} times a day",
    "cli.cadence.same_day": "by {at} on the day of a change of {facts}",
    "cli.cadence.after_last": "within {minutes} minutes of the day's last “{name}”",
    "cli.cadence.immediately": "at once (no limit is stated)",
    "cli.usage.line": "Usage: {usage}",
    "cli.usage.help": "See: {command} --help",
    "cli.usage.missing": "{name} is missing.",
    "cli.usage.no_such_option": "There is no option {name}.",
    "cli.usage.bad_value": "The value of {name} is wrong.",
    "cli.usage.not_one_of": "{name} does not take {value}. Accepted: {accepted}.",
    "cli.usage.bad_option": "The option {name} is used wrongly.",
    "cli.usage.no_such_command": "There is no such command. Accepted: {accepted}.",
    "cli.usage.wrong": "The command is used wrongly.",
    "cli.usage.aborted": "Aborted.",
    "cli.watch_refused": "The server does not let us in ({code}). Check the token: zhiban token create NAME --role viewer.",
    "cli.address_taken": (
        "Another program uses port {port} of {host} already (perhaps Zhiban is running). Stop it, "
        "or take another port: --port 8001 (or ZHIBAN_PORT)."
    ),
    "cli.address_unusable": (
        "Cannot serve on port {port} of {host} ({problem}). Is --host an address of this machine? "
        "Ports below 1024 need permission; take another, such as --port 8000."
    ),
    "cli.no_plans": (
        "There is no plan in {folder}, so there is nothing to serve. Look at ZHIBAN_PLANS_DIR: "
        "each plan is a folder in it with a plan.yaml."
    ),
    "cli.watch_bad_url": (
        "“{url}” is no address of a server. Write http://host:port or https://host."
    ),
    "cli.not_a_journal": (
        "{file}, line {line}, is no entry of a journal. Give a .jsonl of journal export or "
        "drill run --out."
    ),
    "cli.watch_no_token": "A token is missing. Give --token or set ZHIBAN_TOKEN; make one with zhiban token create NAME --role viewer.",
    "cli.watch_absent": (
        "There is no incident {incident}, or this token may not see it. Check the number, or leave it "
        "out to see all: zhiban watch."
    ),
    "cli.watch_connecting": "connecting",
    "cli.watch_live": "live",
    "cli.watch_stale": "disconnected, what follows may be out of date",
    "cli.watch_unreachable": (
        "Cannot reach {url}: {reason}. Trying again and again; check --url, and whether the server "
        "runs (zhiban serve)."
    ),
    "cli.watch_nobody_listens": "no server runs there",
    "cli.watch_no_such_host": "there is no such host",
    "cli.watch_no_answer": "no answer",
    "cli.watch_not_zhiban": "what answers is not Zhiban, or a proxy is in the way ({problem})",
    "cli.watch_differences": "LEDGER ALARM: {count} differences from plan and journal; check the report slots by hand",
    "cli.watch_silent": "LEDGER UNAUDITED: the watchdog has stopped, nobody checks the report slots; tell the administrator",
    "cli.watch_well_again": "the ledgers are audited and right again",
    "cli.watch_number": "number",
    "cli.watch_title": "incident",
    "cli.watch_place": "response",
    "cli.watch_slots": "owed / overdue",
    "cli.watch_next": "next report",
    "cli.watch_exercise": "[exercise] ",
    "cli.token_made": "The token (shown this once):",
    "cli.backup": "Back the whole database up into a new file while servers run; a folder as TARGET: named by the instant.",
    "cli.restore": "Restore a backup into an empty database, SQLite or PostgreSQL; stop the servers first.",
    "cli.option.target": "The new backup file, or a folder.",
    "cli.option.source": "The backup file.",
    "cli.option.replace": "Restore although the database is not empty; all that it holds is given up.",
    "cli.option.check": "Only check that the backup is whole; restore nothing.",
    "cli.option.head": "A line that journal head printed, or a file with such lines; may be repeated.",
    "cli.option.backup": "Compare with this backup, entry by entry; may be repeated.",
    "cli.journal.head": "Print the journal's head (cursor, hash, instant) for publishing, so that later checks can rely on it.",
    "cli.db.renew_epoch": "After restoring a database by other means: have every screen start afresh.",
    "cli.backing_up": "Backing up",
    "cli.restoring": "Checking the backup",
    "cli.backed_up": "Backed up to {file}: {incident} incidents, {event} entries, {account} accounts, up to entry {cursor} ({at}); checked.",
    "cli.backup_whole": "The backup {file} is whole: {incident} incidents, {event} entries, {account} accounts, up to entry {cursor} ({at}).",
    "cli.restored": "Restored from {file}: {incident} incidents, {event} entries, {account} accounts, up to entry {cursor} ({at}). Later entries are not in it.",
    "cli.epoch_renewed": "The database {where} has a new epoch; screens will start afresh.",
    "cli.db_upgraded": "The database {where} has the newest schema.",
    "cli.drill_running": "Playing",
    "cli.drill_written": "Written to {folder}.",
    "cli.scenario_not_found": "There is no scenario “{value}”. Scenarios: {accepted}.",
    "cli.demo_title": "Demo accounts (new passwords at every start)",
    "cli.demo_token": "Wall screen token: {token}",
    "cli.demo_playing": "Preparing the exercises",
    "cli.demo_ends": "Ctrl+C ends it; the demo's data is deleted.",
    "cli.name": "Account",
    "cli.roles": "Roles",
    "audit.missing": 'The ledger lacks a report: {name}, {reporter}, due {due_at}; it should be "{expected}"',
    "audit.unexpected": "The ledger has a report that the plan does not ask for: {name}, {reporter}, {due_at}",
    "audit.doubled": "The ledger has the same report {count} times: {name}, {reporter}, {due_at}",
    "audit.wrong_state": '{name}, {reporter}, due {due_at}: should be "{expected}", the ledger says "{found}"',
    "audit.wrong_report": "{name}, {reporter}, due {due_at}: should be settled by entry {expected}, the ledger says {found}",
    "audit.wrong_opening": "{name}, {reporter}, due {due_at}: should be open from {expected}, the ledger says {found}",
    "audit.overdue_mark_missing": "{name}, {reporter}, due {due_at}: past due without an overdue mark in the journal",
    "audit.reminder_missing": "{name}, {reporter}, due {due_at}: reminder {stage}, to be sent {at}, is not in the journal",
    "audit.reminder_doubled": "{name}, {reporter}, due {due_at}: reminder {stage} was sent {count} times",
    "audit.reminder_untimely": "{name}, {reporter}, due {due_at}: reminder {stage} should say {at}, the journal says {found}",
    "audit.reminder_unexpected": "{name}, {reporter}, due {due_at}: reminder {stage} should not have been sent",
    "watchdog.unreadable": "This incident's journal cannot be read, so its report ledger cannot be audited: {why}",
    "cli.plan.new": "Write the skeleton of a new plan: commented, passing the check; nothing is overwritten.",
    "cli.option.new_id": "The plan's id, also its folder: lower case, digits, `_`, such as flood_control.",
    "cli.option.new_title": "The plan's title.",
    "cli.option.new_levels": "How many response levels.",
    "cli.option.new_folder": "The folder that holds the plans; by default ZHIBAN_PLANS_DIR.",
    "cli.option.new_prefix": "What incident numbers begin with, 2 to 6 capitals; by default the id's initials.",
    "cli.option.new_jurisdiction": "Where it applies: a file's name in jurisdictions/; the only one by default.",
    "cli.new.bad_id": (
        "“{value}” cannot be a plan's id. It begins with a lower-case letter and holds lower-case "
        "letters, digits and underscores, such as flood_control; jurisdictions and drills are "
        "taken. It could be: {hint}"
    ),
    "cli.new.bad_title": "“{value}” cannot be a plan's title. It is one line of visible words.",
    "cli.new.bad_prefix": (
        "“{value}” cannot begin incident numbers. Give 2 to 6 capitals with --prefix, such as FX."
    ),
    "cli.new.prefix_taken": "{value} is the prefix of “{plan}”. Give another with --prefix, such as FX.",
    "cli.new.no_area": "There is no area “{value}”. Known: {accepted}.{nearest}",
    "cli.new.exists": (
        "{path} is there already; nothing was changed. Take another id, or move the folder first."
    ),
    "cli.new.unwritable": "{path} cannot be written: {why}. Take another folder (--folder).",
    "cli.new.written": "written: {path}",
    "cli.new.next": (
        "Next:\n"
        "  1. open {file} and change it clause by clause;\n"
        "  2. check after each change: zhiban plan check {home}\n"
        "  3. play it through: ZHIBAN_PLANS_DIR={folder} zhiban drill run {home}/drill.yaml"
    ),
    "cli.plan.coverage": "Coverage: which rules cite each clause, or why none does.",
    "cli.plan.diff": "Compare two editions of a plan: levels, authorities, deadlines, groups, measures.",
    "cli.plan.replay": "Replay finished journals under an amended plan; list what deadline or authority would differ.",
    "cli.option.old_plan": "The old plan's file or folder.",
    "cli.option.new_plan": "The amended plan's file or folder.",
    "cli.option.journal": "A journal (.jsonl of journal export or drill run --out); may be repeated.",
    "cli.plan_differs": "Differences: {count}.",
    "cli.plan_deviates": "Deadlines or authorities that would differ: {count}.",
    "cli.area.level": "level",
    "cli.area.authority": "authority",
    "cli.area.deadline": "deadline",
    "cli.area.group": "group",
    "cli.area.measure": "measure",
    "cli.area.ending": "ending",
    "cli.area.role": "role",
    "cli.area.citation": "clause",
    "cli.deviation.deadline_added": "owed besides",
    "cli.deviation.deadline_dropped": "owed no more",
    "cli.deviation.authority": "other authority",
    "cli.deviation.approval": "approval needed",
    "cli.deviation.step": "not possible",
}
