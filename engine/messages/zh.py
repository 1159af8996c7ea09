"""Chinese sentences, by key. `{name}` is filled in; a doubled brace is a brace.

Keys: `error.CODE` for refusals and wrong input, `why.KIND` for the reasons behind a
criterion, `event.TYPE` for the journal, `word.…` for single words.
"""

MESSAGES: dict[str, str] = {
    # plan files -------------------------------------------------------------------
    "error.plan_missing": "{file}：没有这个文件。一个预案一个文件夹，里面放 plan.yaml；请检查 {folder}。",
    "error.plan_faulty": "预案没有通过检查（{count} 处错误），不能使用。{first}（运行 zhiban plan check 查看全部。）",
    "error.plan_unreadable": "{file}：读不到这个文件（{why}）。请检查路径和权限。",
    "error.plan_too_large": "{file}：文件超过 {limit} 字节。预案文件应当只写规则，不附原文。",
    "error.plan_not_utf8": "{file}:{line}：不是 UTF-8 编码。请另存为 UTF-8。",
    "error.plan_odd_character": "{file}:{line}：含有不可见的控制字符 {value}。请删去。",
    "error.plan_not_yaml": "{file}:{line}：YAML 写法有误：{problem}。请检查缩进、引号和括号。",
    "error.plan_empty": '{file}:{line}：文件是空的。请从 format: "1" 写起，照现有的预案写。',
    "error.plan_two_documents": "{file}:{line}：一个文件只能写一个预案，请删去“---”及其后的内容。",
    "error.plan_not_a_mapping": '{file}:{line}：文件最外层应当是“键: 值”的形式，以 format: "1" 开头。',
    "error.plan_has_anchor": "{file}:{line}：不允许使用锚点（&）和别名（*）。请把内容直接写出来。",
    "error.plan_has_tag": "{file}:{line}：不允许使用标签 {tag}。请写普通的文字、数字或列表。",
    "error.plan_too_deep": "{file}:{line}：嵌套超过 {limit} 层。请把条件写得平一些。",
    "error.plan_key_twice": "{file}:{line}：“{key}”写了两遍，第一次在第 {first} 行。请合并或删去一处。",
    "error.plan_id_twice": "{file}:{line}：预案编号 {id} 已被另一个文件使用。请换一个编号。",
    "error.plan_no_jurisdiction": (
        "{file}:{line}：jurisdiction 的值“{value}”没有对应的文件。{folder} 中有：{accepted}。"
        "{nearest}"
    ),
    "error.plan_digest": "{file}:{line}：digest 由程序计算，不能写在文件里。请删去这一行。",
    "error.plan_unknown_key": (
        "{file}:{line}：{place} 中没有“{key}”这一项。可用的有：{accepted}。{nearest}"
    ),
    "error.plan_missing_key": "{file}:{line}：{place} 缺少必填项“{key}”。请补上。",
    "error.plan_must_be_quoted": (
        '{file}:{line}：{place} 的值 {value} 没有加引号，会被当成数字或日期。请写成 "{value}"。'
    ),
    "error.plan_not_quoted": (
        '{file}:{line}：{place} 的值 {value} 应当是文字。请加引号，写成 "{value}"；'
        '条款号和时刻也一样，如 "5.3.1"、"15:00"。'
    ),
    "error.plan_wrong_kind": "{file}:{line}：{place} 的值 {value} 类型不对。应当是{accepted}。",
    "error.plan_too_small": "{file}:{line}：{place} 的值 {value} 太小。最小是 {bound}。",
    "error.plan_too_great": "{file}:{line}：{place} 的值 {value} 太大。最大是 {bound}。",
    "error.plan_too_long": "{file}:{line}：{place} 的文字太长。最多 {bound} 个字符，请写得短些。",
    "error.plan_too_many": "{file}:{line}：{place} 的项目太多。最多 {bound} 项。",
    "error.plan_empty_text": "{file}:{line}：{place} 没有内容。请写上文字，或删去这一项。",
    "error.plan_empty_list": "{file}:{line}：{place} 是空的。至少要有 {bound} 项。",
    "error.plan_not_one_of": (
        "{file}:{line}：{place} 的值 {value} 不在可选的词里。可用的有：{accepted}。{nearest}"
    ),
    "error.plan_wrong_form": "{file}:{line}：{place} 的值 {value} 写法不对。应当是{accepted}。",
    "error.plan_not_a_condition": (
        "{file}:{line}：{place} 不是条件（写的是 {value}）。条件用以下之一开头：{accepted}。"
        "{nearest}例：{{fact: deaths, at_least: 3}}。"
    ),
    "error.plan_not_a_cadence": (
        "{file}:{line}：{place} 不是报告时限（写的是 {value}）。可用以下之一：{accepted}。"
        '{nearest}例：{{daily: ["15:00"]}}。'
    ),
    "error.plan_clock_order": (
        '{file}:{line}：{place} 的时刻要从早到晚，不能重复。例：{{daily: ["10:00", "16:00"]}}。'
    ),
    "error.plan_at_least_n": (
        "{file}:{line}：{place} 要求至少 {value} 项，可是只列了 {bound} 项。请减少项数或补上条件。"
    ),
    "error.plan_band_twice": (
        "{file}:{line}：{place} 的界限写重了（{value}）。下限写 at_least（含）或 above（不含）之一，"
        "上限写 below（不含）或 at_most（含）之一。"
    ),
    "error.plan_band_empty": "{file}:{line}：{place} 的区间是空的（{value}）。下限要小于上限。",
    "error.plan_bad_value": "{file}:{line}：{place} 的值 {value} 不对。要求：{accepted}。",
    "word.top": "文件最外层",
    "word.not_a_file": "不是普通文件",
    "word.yaml.colon": "同一行里有两个“: ”，或上一行的缩进不对；文字里的冒号请用全角或加引号",
    "word.yaml.no_colon": "这一行缺少“: ”",
    "word.yaml.tab": "用了 Tab，缩进要用空格",
    "word.yaml.character": "有一项以特殊符号开头，请给它加引号",
    "word.yaml.open_quote": "引号没有成对",
    "word.yaml.open_bracket": "括号没有成对，或各项之间缺少半角逗号",
    "word.yaml.indentation": "缩进与上面的各项没有对齐",
    "word.yaml.escape": "双引号里用了不认识的反斜线写法",
    "word.yaml.bracket": "括号没有成对",
    "word.yaml.list": "列表，如 [a, b]",
    "word.yaml.mapping": "“键: 值”的形式",
    "word.form.id": "小写字母开头，只有小写字母、数字和下划线，不超过63个，如 office_director",
    "word.form.level": "字母、数字或下划线，不超过16个，如 III",
    "word.form.division": "六位数字的行政区划代码，加引号，如“141000”",
    "word.form.date": "日期，加引号，如“2021-07-19”",
    "word.form.hash": "64位十六进制的指纹（sha256）",
    "word.form.assumption": "一个大写字母加数字，如 A7",
    "word.form.version": "字母、数字、点和短横线，不超过32个，加引号，如“2021.1”",
    "word.form.prefix": "两到六个大写字母，如 CM",
    "word.form.clock": "加引号的时刻，如“15:00”；一天的终点写“24:00”",
    "word.form.instant": "带时区的时间，加引号，如“2026-03-02T08:20:00+08:00”",
    "word.form.format": "“1”",
    # requests ---------------------------------------------------------------------
    "error.unknown_plan": "没有编号为“{value}”的预案。现有：{accepted}。{nearest}",
    "error.unknown_division": "“{value}”不是{jurisdiction}的行政区划代码。可用：{accepted}。",
    "error.unknown_fact": "预案“{plan}”没有“{value}”这一项情况。可用：{accepted}。{nearest}",
    "error.unknown_command": "没有“{value}”这个指令。可用：{accepted}。{nearest}",
    "error.unknown_level": "预案“{plan}”没有“{value}”级。可用：{accepted}。",
    "error.unknown_grade": "预案“{plan}”没有“{value}”这一级预警。可用：{accepted}。",
    "error.grade_missing": "预案“{plan}”的预警分级，须指明其一：{accepted}。",
    "error.grade_unexpected": "预案“{plan}”的预警不分级，不要填“{value}”。",
    "error.unknown_sub_state": "{level}级没有“{value}”状态。可用：{accepted}。",
    "error.sub_state_missing": "{level}级分为几种状态，须指明其一：{accepted}。",
    "error.sub_state_unexpected": "{level}级不分状态，不要填“{value}”。",
    "error.unknown_role": "预案“{plan}”没有“{value}”这个岗位。可用：{accepted}。",
    "error.unknown_choice": "{field} 不接受“{value}”。可用：{accepted}。{nearest}",
    "error.wrong_kind": "{field} 的值 {value} 类型不对。要求：{accepted}。",
    "error.out_of_range": "{field} 的值 {value} 超出范围。要求：{accepted}。",
    "error.naive_instant": "{field} 填的是 {value}，没有时区。请写成 2021-07-19T08:00:00+08:00 这样。",
    "error.future_instant": "{field} 填的是 {value}，晚于现在（{now}）。请填已经发生的时间。",
    "error.past_instant": "{field} 填的是 {value}，已经过去（现在是 {now}）。请填将来的时间。",
    "error.instant_too_far": "{field} 填的是 {value}，太远了：最多 {days} 天，到 {limit}。请核对年月日。",
    "error.instants_reversed": "{field} 填的是 {value}，早于{other}（{limit}）。请核对。",
    "error.bad_value": "{field} 的值 {value} 不对。要求：{accepted}。",
    "error.missing_field": "缺少必填项 {field}。",
    "error.unknown_field": "没有 {field} 这一项。可用：{accepted}。{nearest}",
    "error.bad_json": "请求正文不是合法的 JSON（{problem}）。",
    "error.not_an_incident_command": "{field} 须是该突发事件的指令。",
    "error.by_means_missing": "代录“{role}”的命令时，须填 by_means（phone、radio、in_person、written 之一）。",
    "error.means_without_order": "填了 by_means 或 ordered_at，但没有填 on_behalf_of（代谁下达）。",
    # not found --------------------------------------------------------------------
    "error.incident_not_found": "没有编号为“{id}”的突发事件。",
    "error.plan_not_found": "没有编号为“{id}”的预案。现有：{accepted}。",
    "error.plan_version_missing": "预案“{id}”的 {version} 版（{digest}）不在库中，不能继续处置该事件。",
    "error.entry_not_found": "该事件没有第 {seq} 条记录。最后一条是第 {last} 条。",
    "error.slot_not_found": "没有“{slot}”这个应报时点，或它不属于该事件。",
    "error.group_not_found": "预案没有“{value}”这个工作组。可用：{accepted}。",
    "error.measure_not_found": "当前级别没有“{value}”这项措施。可用：{accepted}。",
    "error.condition_not_found": "没有“{value}”这个结束条件。可用：{accepted}。",
    "error.holder_not_found": "“{value}”不能持有指挥权。可用：{accepted}。",
    "error.obligation_not_found": "没有“{value}”这项报告义务。可用：{accepted}。",
    # authority --------------------------------------------------------------------
    "error.role_required": "按照{clause}，这一步由{who}作出，当前账号没有这个岗位。值班员可代录其命令。",
    "error.opening_role_required": "只有值班员、预案岗位（或演练中的导调员）可以开立突发事件。",
    "error.read_only": "该账号只能查看，不能下达指令。",
    "error.order_not_recordable": "只有值班员（演练中还有导调员）可以代录他人的命令。",
    "error.outside_division": "按照{clause}，{who}只能处理本县（市、区）的事件；本事件未涉及{division}。",
    "error.not_the_reporter": "该时点由{who}报告，当前账号不能代报。值班员可以代录。",
    "error.ordered_by_another": "按照{clause}，这一步由{who}作出；{given}的命令不能作为依据。请核对下令人。",
    "error.exercise_only": "导调员只能操作演练事件。",
    "error.exercise_clock": "本服务器使用虚拟时钟，只接受演练事件（exercise 须为 true）。",
    "error.not_the_holder": "只有担任“{who}”的人才能确认第 {seq} 条代录命令。",
    "error.nothing_regular_owed": (
        "响应已结束，定时报告不再应报，“{kind}”没有可报的时点。"
        "伤亡或情况有变化，请报续报（follow_up）、终报（final）或紧急报告（urgent）；"
        "补交还没有报的，请选它的应报时点（slot）。"
    ),
    "error.no_name": "{field} 的“{value}”不是名称。请写岗位、单位或姓名，例如“市应急局局长”“张某”。",
    "error.delegate_unknown": (
        "没有“{value}”这个能登录的账号，不能授权给它。请写对方登录用的账号名；账号由管理员建立。"
    ),
    "error.delegated_in_return": (
        "“{who}”的授权不能记给“{to}”：您现有的授权就是“{to}”代录的，本人还没有签。"
        "请先由本人登录确认那一条，或由第三位值班员记录。"
    ),
    "error.delegated_to_recorder": "“{who}”的授权不能由代录的人记给自己。请由本人登录授权，或由另一位值班员记录。",
    # state ------------------------------------------------------------------------
    "error.transition_not_possible": "现在处于“{place}”，不能执行“{command}”{target}。",
    "error.ambiguous_transition": "预案有 {count} 行规则同时适用于“{command}”，无法确定（{clause}）。请修改预案文件。",
    "error.already_at": "现在已经是“{place}”，无须再次执行。",
    "error.approval_missing": "按照{clause}，启动{level}须先经{who}批准；目前没有对该级别的批准。",
    "error.already_signed": "{who}已经签署“{level}”，还须：{missing}。",
    "error.predecessor_present": "按照{clause}，{who}须在{before}不在岗时才能代行；请先用 record_absence 记录。",
    "error.recommendation_missing": "按照{clause}，启动{level}须先由{who}提出建议。",
    "error.recommendation_not_asked": "按照{clause}，{level}由{who}直接启动，不需要建议。",
    "error.recommendation_pending": "{role}已于 {since} 建议启动{level}，尚未决定。",
    "error.nothing_pending": "目前没有待决定的启动建议。",
    "error.approval_not_asked": "按照{clause}，启动{level}不需要另行批准，由{who}启动。",
    "error.already_approved": "启动{level}已由{who}批准。",
    "error.superior_commands": "按照{clause}，指挥权在“{holder}”，收回之前本级不能调整响应级别。",
    "error.end_conditions_open": "按照{clause}，结束响应前须逐项确认：{missing}。",
    "error.not_here": "按照{clause}，“{command}”不能在“{place}”执行。",
    "error.special_plan_governs": "按照{clause}，该事故由专项预案“{plan}”管辖，请在该预案下开立。",
    "error.plan_does_not_cover": "按照{clause}，预案“{plan}”不适用于这种情况。",
    "error.group_not_formed": "工作组“{group}”尚未成立，请先用 form_group 成立。",
    "error.group_formed": "工作组“{group}”已经成立，请用 change_group 调整。",
    "error.measure_settled": "措施“{measure}”已经办结。",
    "error.condition_confirmed": "结束条件“{condition}”已经确认。",
    "error.slot_settled": "该时点已经报送、被取代或无须报送；补充情况请不填 slot 另行报送。",
    "error.command_unchanged": "指挥权已经在“{holder}”。",
    "error.command_not_theirs": "指挥权现在“{held}”；“{to}”{direction}，不能用“{command}”。",
    "error.cannot_strike": "第 {seq} 条（{type}）是决定或系统记录，不能划去。{remedy}",
    "error.already_struck": "第 {seq} 条已经划去。",
    "error.linked_to_itself": "事件 {number} 不能与自己关联；请在 other 填另一起事件的 id。",
    "error.exercise_and_real": "{number} 与本事件一个是演练、一个是实战，不能关联。",
    "error.already_linked": "已经与 {number} 关联。",
    "error.not_linked": "没有与事件“{id}”关联；已有的关联见视图的 links。",
    "error.other_is_over": "{number} 已办结，伤亡补报期已过，不能再与它关联；可以在值班日志里注明。",
    "error.other_side_not_theirs": (
        "关联和解除都记入两起事件的处置记录，当前账号不能写 {number} 的记录；请由值班员办理。"
    ),
    "error.not_recorded_order": "第 {seq} 条不是待确认的代录命令。",
    "error.watch_over": "事件已结束，伤亡补报期已过，不再接受这类指令。",
    "error.closed": "事件已办结，只能补充伤亡变化或由有权岗位重新启动。",
    "error.no_such_cadence": "“{obligation}”现在没有可重新起算的报告周期。",
    "error.stale_version": "该事件已更新到第 {current} 版，您看到的是第 {given} 版。请刷新后再试。",
    "error.slot_not_open": "该时点的报告期从 {opens_at} 开始；现在的情况请不填 slot 另行报送。",
    "error.no_such_step": "预案没有从 {source} 经“{command}”到 {target} 的一步。",
    # reasons behind a criterion -----------------------------------------------------
    "why.band": "{name} {value}，条件是{band}",
    "why.band_unknown": "{name}未报，条件是{band}",
    "why.band_at_least": "{name}已知至少 {value}（其余未报），条件是{band}",
    "why.flag": "{name}：{value}",
    "why.derived": "{words}（{why}）",
    "why.flag_unknown": "{name}：未判定",
    "why.one_of": "{name}：{value}，条件是{accepted}之一",
    "why.includes": "{name}：已确认{have}；尚缺{missing}",
    "why.includes_all": "{name}：已确认{have}",
    "why.list_unknown": "{name}未报，条件是含有{missing}",
    "why.scale": "{scale}：{name}（{state}）",
    "why.in": "当前处于{place}",
    "why.unless": "直到（{why}）成立为止",
    "why.lasting": "“{place}”已持续 {value} 小时，条件是持续 {hours} 小时",
    "why.judgement": "须由{judge}判断",
    "why.not": "非（{why}）",
    "why.join_all": "；且",
    "why.join_any": "；或",
    "why.join_n": "；（至少 {n} 项）",
    "word.yes": "是",
    "word.no": "否",
    "word.met": "成立",
    "word.not_met": "不成立",
    "word.unknown": "未知",
    "word.at_least": "{bound}{unit}以上",
    "word.above": "超过 {bound}{unit}",
    "word.below": "不足 {bound}{unit}",
    "word.at_most": "不超过 {bound}{unit}",
    "word.one_or_null": "至少一个单位，或用 null 取消限制",
    "word.holder.superior": "是上级指挥机构",
    "word.holder.own": "是本级或下级指挥机构",
    "word.remedy.decide_again": "请另下指令或另行报送更正。",
    "word.slot.owed": "待报",
    "word.slot.upcoming": "未到报告期",
    "word.slot.submitted": "已报",
    "word.slot.submitted_late": "迟报",
    "word.slot.overdue": "逾期未报",
    "word.slot.superseded": "已被取代",
    "word.slot.not_owed": "无须报送",
    "word.slot.ended": "随响应结束",
    "word.slot_reason.too_near": "启动时距应报时点过近",
    "word.slot_reason.exempted": "已免除",
    "word.slot_reason.reanchored": "周期重新起算",
    "word.slot_reason.cadence_changed": "报告制度已变更",
    "word.slot_reason.condition_lapsed": "条件不再成立",
    "word.slot_reason.response_ended": "响应已结束",
    "word.clock": "时钟",
    "word.our_rule": "本系统规则",
    "word.none": "无",
    "word.kind.count": "0 或更大的整数",
    "word.kind.money": "0 或更大的整数（元）",
    "word.kind.number": "数字",
    "word.kind.percent": "数字（百分数）",
    "word.kind.flag": "true 或 false",
    "word.kind.text": "1 至 200 字的文字",
    "word.kind.list": "文字列表",
    "word.comma": "、",
    "word.colon": "：",
    "word.also_needed": "（还须{who}批准）",
    "word.stage.assessing": "研判",
    "word.stage.warning": "预警",
    "word.stage.responding": "响应",
    "word.stage.ended": "响应结束",
    "word.stage.closed": "办结",
    # the plan checker ---------------------------------------------------------------
    "check.undefined": (
        "{file}:{line}：{place} 用了没有定义的{kind}“{value}”。{nearest}"
        "已定义的有：{accepted}。请改正，或补上定义。"
    ),
    "check.too_many": "{file}:{line}：{place} 有 {count} 项，最多 {limit} 项。请核对文件是否写错。",
    "check.too_many_cadences": "{file}:{line}：报告时限多于 {limit} 种，其余的没有逐一推算。请合并时限。",
    "check.not_proved": "{file}:{line}：“{name}”牵涉的情形太多，只抽查了一部分。请精简条件。",
    "check.no_division_list": (
        "{file}:{line}：“{name}”不是行政区划名单，不能用来指定报告人。请用 divisions 类的事实。"
    ),
    "check.times_without_reading": (
        "{file}:{line}：{place} 用了 times_per_day，时刻是推定的（{clause}）。请在 assumption 中写明所依据的读法。"
    ),
    "check.signatures_alone": (
        "{file}:{line}：{place} 写了共同签署或依次代行，by 却不到两个岗位（{clause}）。请补上岗位，或删去 signatures。"
    ),
    "check.approvals_alone": (
        "{file}:{line}：{place} 写了须都批准或依次批准，approved_by 却不到两个岗位（{clause}）。"
        "请补上岗位，或删去 approvals。"
    ),
    "check.desk_cannot_sign": (
        "{file}:{line}：要求共同签署时，值班员不能代替任何一方（{clause}）。请删去 desk，或改 signatures。"
    ),
    "check.weaker_way": (
        "{file}:{line}：到“{target}”，这一行（{clause}）只要 {count} 方同意，第 {first} 行（{other}）却要 "
        "{needed} 方，从这里可以绕过。请在这一行补上 signatures、approved_by 或 recommendation_required；"
        "原意如此的，在这一行用 assumption 写明所依据的读法。"
    ),
    "check.unused": "{file}:{line}：{kind}“{value}”（{name}）没有用到。请在规则中使用，或删去。",
    "check.defined_twice": (
        "{file}:{line}：{kind}的编号“{value}”重复，第一次在第 {first} 行。请换一个编号。"
    ),
    "check.name_twice": (
        "{file}:{line}：“{value}”同时是两个{kind}的名称，另一个在第 {first} 行；"
        "按名称认人、认级别时分不清是哪一个。请改其中一个的名称或别名。"
    ),
    "check.listed_twice": "{file}:{line}：{place} 重复列出了“{value}”。请删去一个，或改成另一个。",
    "check.level_named_as_stage": (
        "{file}:{line}：级别不能叫“{value}”，这个词是阶段的名称（{stages}）。请换一个编号。"
    ),
    "check.series_is_a_report": (
        "{file}:{line}：系列“{value}”与一项报告义务的编号相同，会误连在一起。请换一个系列名。"
    ),
    "check.series_alone": (
        "{file}:{line}：系列“{value}”只有一项报告义务，不起作用。请核对系列名，或删去 series。"
    ),
    "check.unknown_zone": '{file}:{line}：没有“{value}”这个时区。请写 "Asia/Shanghai" 这样的名称。',
    "check.no_such_date": "{file}:{line}：{place} 的日期 {value} 不存在。请核对年月日。",
    "check.bounds_reversed": "{file}:{line}：{place} 的下限 {low} 大于上限 {high}。请对调或改正。",
    "check.threshold_not_counted": (
        "{file}:{line}：“{name}”只会是 0 以上的整数，{place} 写了 {value}。请写不小于 0 的整数。"
    ),
    "check.choices_missing": "{file}:{line}：“{name}”的种类是 choices，却没有列出 choices。请补上。",
    "check.choices_unwanted": (
        "{file}:{line}：“{name}”列出了 choices，种类却不是 choices。请改 kind，或删去 choices。"
    ),
    "check.criteria_above_sub_states": (
        "{file}:{line}：“{name}”分为几种状态，条件应写在各状态里；写在级别上会总是建议最高的状态。"
    ),
    "check.division_elsewhere": (
        "{file}:{line}：{name}（{value}）的代码不在{jurisdiction}之下。请核对行政区划代码。"
    ),
    "check.wrong_kind_of_fact": (
        "{file}:{line}：“{name}”是{kind}，不能用{form}来判断。可以用：{accepted}。"
    ),
    "check.sum_of_no_number": "{file}:{line}：{place} 中的“{names}”不是数字，不能相加。请换成数字。",
    "check.sum_of_units": (
        "{file}:{line}：{place} 把不同单位的数加在一起（{units}）。请只加同一单位的数。"
    ),
    "check.count_of_no_list": "{file}:{line}：“{name}”不是名单，不能计数。count_of 要用名单类的事实。",
    "check.reminder_minutes": (
        "{file}:{line}：{place} 的提醒时间（{value}）有误。应为互不相同的正整数（分钟），不超过一年。"
    ),
    "check.watch_days": (
        "{file}:{line}：补报期写得不全：{days}日，缩短为{shorter}日。shorter_days 要小于 days，"
        "并且与 shorter_when 一起写。"
    ),
    "check.unknown_clause": (
        "{file}:{line}：{place} 引用的条款“{value}”不在条款目录里。{nearest}"
        "请改正条款号，或在 clauses 中补上。"
    ),
    "check.unknown_law": (
        "{file}:{line}：{place} 引用的“{value}”不是 laws 中的法规和条号。{nearest}"
        "已列的有：{accepted}。写法如 order_493:9。"
    ),
    "check.no_such_article": (
        "{file}:{line}：{place} 引用的“{value}”不像条号。请写 1 至 9999 的条号（如 order_493:9、"
        "order_493:5之一），或用汉字写的题目、附件（如 statistics:续报）。"
    ),
    "check.excused_twice": "{file}:{line}：条款“{value}”在 not_encoded 中列了两遍。请删去一处。",
    "check.excused_and_cited": (
        "{file}:{line}：条款“{value}”列为没有规则，第 {rule_line} 行的规则（{rule}）却引用了它。"
        "请删去其中一处。"
    ),
    "check.clause_not_covered": (
        "{file}:{line}：条款“{value}”（{heading}）没有规则引用，也没有列入 not_encoded。"
        "请写出规则，或说明理由。"
    ),
    "check.text_changed": (
        "{file}:{line}：条款“{value}”的原文与指纹不符，原文可能改过。有 {count} 条规则依据它：{rules}。"
        "请逐条核对后更新 sha256。"
    ),
    "check.text_missing": (
        "{file}:{line}：原文中没有条款“{value}”。有 {count} 条规则依据它：{rules}。请核对条款号。"
    ),
    "check.text_new": "{file}:{line}：原文中的条款“{value}”不在条款目录里。请在 clauses 中补上。",
    "check.row_without_step": (
        "{file}:{line}：{place} 这一行不通向任何地方（from 与 to 相同或没有定义）。请改正或删去。"
    ),
    "check.nobody_may": "{file}:{line}：{place} 没有写谁可以做（{clause}）。请写 by，或 desk: true。",
    "check.nobody_recommends": (
        "{file}:{line}：{place} 要求先建议或批准，却没有写由谁建议（{clause}）。请写 recommended_by。"
    ),
    "check.not_recommendable": (
        "{file}:{line}：“{command}”不经建议和批准，只有启动和调整可以（{clause}）。"
        "请删去 recommended_by 和 approved_by。"
    ),
    "check.wrong_place": (
        "{file}:{line}：“{command}”不能用于“{value}”；它只能通向“{target}”，"
        "解除预警始于预警，调整和结束始于响应，办结不始于响应。请改正 from 和 to。"
    ),
    "check.two_rows": (
        "{file}:{line}：从“{source}”经“{command}”到“{target}”，这一行和第 {first} 行都适用，"
        "无法确定由谁决定。请让每一步只有一行。"
    ),
    "check.two_targets": (
        "{file}:{line}：从“{source}”出发的“{command}”有几个去处，指令本身却不指明去处。"
        "请让它只有一个去处。"
    ),
    "check.unreachable": (
        "{file}:{line}：“{name}”无法到达：从研判出发，没有一条路通到这里。请补上通向它的一行。"
    ),
    "check.cannot_close": (
        "{file}:{line}：到了“{name}”以后，没有办法走到办结。请补上结束、办结的行，"
        "以及确认结束条件的人。"
    ),
    "check.no_activator": (
        "{file}:{line}：没有人能从研判直接启动“{name}”。请在 lifecycle 中写一行 activate_response。"
    ),
    "check.no_raiser": (
        "{file}:{line}：没有人能从“{name}”升级。请写一行从这里通向更高级别的 adjust_response。"
    ),
    "check.no_lowerer": (
        "{file}:{line}：没有人能从“{name}”降级。请写一行从这里通向较低级别的 adjust_response。"
    ),
    "check.no_ender": "{file}:{line}：没有人能结束“{name}”。请写一行 end_response。",
    "check.end_without_conditions": (
        "{file}:{line}：结束“{name}”要求逐条确认结束条件，可是没有适用于它的结束条件（{clause}）。"
        "请补上 end_conditions，或去掉 requires_end_conditions。"
    ),
    "check.nobody_confirms": (
        "{file}:{line}：在“{name}”没有人能确认结束条件，因此永远不能结束（{clause}）。"
        "请在 acts 中写 confirm_end_condition。"
    ),
    "check.condition_never_asked": (
        "{file}:{line}：{place} 这个结束条件没有哪一步会问到（{clause}）。"
        "请在 end_response 的行写 requires_end_conditions: true，或改 at。"
    ),
    "check.recommends_to_itself": (
        "{file}:{line}：{name}自己建议，又由{name}自己决定（{clause}），等于没有建议这一步。"
        "请核对 recommended_by、approved_by 和 by；确实只由一个岗位决定的，删去 recommended_by。"
    ),
    "check.closes_only_once_open": (
        "{file}:{line}：误报或核实后不构成事件的，不启动响应就不能办结，会一直停在“{name}”。"
        "请在 lifecycle 中写一行从 assessing 到 closed 的 close_incident。"
    ),
    "check.blocked_from_the_start": (
        "{file}:{line}：指挥权一开始就由上级（{name}）掌握，而上级指挥时不能启动响应，"
        "事件一开立就启动不了（{clause}）。请改 initial，"
        "或从 blocked_while_superior_holds 中删去 activate_response。"
    ),
    "check.command_never_returns": (
        "{file}:{line}：指挥权可以移交上级，却没有人能收回，被挡住的指令永远不能再用（{clause}）。"
        "请在 acts 中写 return_command。"
    ),
    "check.nobody_completes": (
        "{file}:{line}：在“{name}”有措施要办，却没有人能报告办结（{clause}）。"
        "请在 acts 中写“{command}”（complete_measure）。"
    ),
    "check.nobody_forms": (
        "{file}:{line}：列有工作组，却没有人能“{command}”。请在 acts 中写 form_group。"
    ),
    "check.inheritance_ring": (
        "{file}:{line}：措施的继承转成了圈：{names}（{clause}）。请断开其中一处。"
    ),
    "check.plan_id_twice": "{file}:{line}：预案编号 {id} 已被《{other}》使用。请换一个编号。",
    "check.prefix_twice": (
        "{file}:{line}：事件编号的前缀 {value} 已被《{other}》使用，编号会混淆。请换一个前缀。"
    ),
    "check.scale_ring": ("{file}:{line}：“{name}”的条件绕回了自己。请改用事实来写条件。"),
    "check.never_met": (
        "{file}:{line}：{place}（{name}）的条件永远不会成立（{clause}）。请核对其中的界限和且、或关系。"
    ),
    "check.hole": (
        "{file}:{line}：“{series}”有空当：{beside}属于“{name}”，{value}却不属于任何一级（{clause}）。"
        "请核对界限（at_least 含本数，below 不含）。"
    ),
    "check.order_reversed": (
        "{file}:{line}：“{series}”高低颠倒：{beside}属于“{other}”，{value}却属于“{name}”。"
        "请从低到高排列，并核对界限。"
    ),
    "check.overlap": (
        "{file}:{line}：“{series}”有重叠：{value}同时属于“{low}”和“{high}”（第 {other_line} 行）。"
        "请让下一级的上限等于上一级的下限。"
    ),
    "check.overlap_undeclared": (
        "{file}:{line}：“{series}”中{value}同时属于“{low}”和“{high}”（第 {other_line} 行），按高的算。"
        "请用 assumption 写明取高，或给“{low}”加上限。"
    ),
    "check.lag": (
        "{file}:{line}：“{series}”中{beside}属于“{name}”，{value}而“{others}”不变时却不属于任何一级。"
        "请核对；原文如此的，让有关各条共同引用一条 assumption。"
    ),
    "check.no_reporters": (
        "{file}:{line}：“{name}”没有报告人（{clause}）。请在 reporters 中写 divisions、units 或 members。"
    ),
    "check.reports_to_itself": (
        "{file}:{line}：“{name}”由{value}报给自己（{clause}）。请核对 reporters 和 recipients。"
    ),
    "check.owed_for_ever": (
        "{file}:{line}：“{name}”按时重复，办结（closed）以后仍然有效，就要永远报下去（{clause}）。"
        "请从 at 中删去 closed；办结后仍要随变化补报的，用 same_day 或 within_minutes。"
    ),
    "check.digest_ring": (
        "{file}:{line}：报告互相跟随，绕成了圈：{names}（{clause}）。请断开其中一处。"
    ),
    "check.digest_without_base": (
        "{file}:{line}：“{name}”跟在“{base}”之后，可是在“{where}”没有后者（{clause}）。请核对 at。"
    ),
    "check.same_day_without_watch": (
        "{file}:{line}：{place} 用了 same_day，却没有写 casualty_watch，这项报告永远不会应报（{clause}）。"
        "请补上 casualty_watch。"
    ),
    "check.asked_twice": (
        "{file}:{line}：在“{where}”，“{two}”与第 {first} 行的“{one}”同时要求同一报告人报同一系列的报告"
        "（{clause}）。请让两者的 at 或 when 互相排斥。"
    ),
    "check.no_next_instant": (
        "{file}:{line}：“{name}”在 {at} 之后没有下一个应报时点（{clause}）。"
        "请核对时刻；汇总（after_last）要跟在每日或隔日的报告之后。"
    ),
    "check.trail.open": "开立事件，处于“{place}”",
    "check.trail.step": "{command}（{who}，{clause}）→ {place}",
    "check.trail.facts": "记录情况：{facts}",
    "check.trail.result": "{series}：{result}",
    "check.trail.owed": "同时应报：“{one}”和“{two}”",
    "check.trail.judged": "{judge}认为需要",
    "check.trail.not_judged": "{judge}认为不需要",
    "check.trail.other": "其他",
    "check.kind.standing": ("阶段、级别或是否类情况"),
    "check.fact.choice": ("单选项"),
    "check.condition.Lasting": ("持续时间（lasting）"),
    "check.condition.of_choice": ("one_of"),
    "check.trail.lasted": ("“{name}”已持续 {hours} 小时"),
    "check.kind.role": "岗位",
    "check.kind.unit": "单位",
    "check.kind.party": "岗位或单位",
    "check.kind.fact": "事实",
    "check.kind.figure": "事实或合计",
    "check.kind.derived": "合计",
    "check.kind.scale": "分级",
    "check.kind.class": "等级",
    "check.kind.place": "阶段或级别",
    "check.kind.grade": "预警级别",
    "check.kind.level": "级别",
    "check.kind.sub_state": "状态",
    "check.kind.group": "工作组",
    "check.kind.measure": "措施",
    "check.kind.report": "报告义务",
    "check.kind.end_condition": "结束条件",
    "check.kind.holder": "指挥权持有者",
    "check.kind.assumption": "假设",
    "check.kind.law": "法规",
    "check.kind.clause": "条款",
    "check.kind.division": "行政区划",
    "check.kind.divisions": "行政区划代码",
    "check.kind.choice": "选项",
    "check.kind.choices": "选项",
    "check.kind.criterion": "响应条件",
    "check.kind.projection": "推算",
    "check.fact.count": "人数、个数",
    "check.fact.money": "金额",
    "check.fact.number": "数字",
    "check.fact.percent": "百分数",
    "check.fact.flag": "是或否",
    "check.fact.text": "文字",
    "check.fact.divisions": "行政区划名单",
    "check.fact.choices": "多选项",
    "check.condition.Band": "数字区间（at_least、above、below、at_most）",
    "check.condition.Flag": "是或否（is）",
    "check.condition.OneOf": "文字之一（one_of）",
    "check.condition.Includes": "包含（includes）",
    "check.condition.of_count": "at_least、above、below、at_most",
    "check.condition.of_money": "at_least、above、below、at_most",
    "check.condition.of_number": "at_least、above、below、at_most",
    "check.condition.of_percent": "at_least、above、below、at_most",
    "check.condition.of_flag": "is: true 或 is: false",
    "check.condition.of_text": "one_of",
    "check.condition.of_divisions": "includes，或用 count_of 计数后再比较",
    "check.condition.of_choices": "includes，或用 count_of 计数后再比较",
    "coverage.totals": (
        "末级条款 {leaves} 条：已编码 {encoded} 条，不编码 {not_encoded} 条，遗漏 {open} 条；"
        "引用条款的规则 {rules} 项。"
    ),
    "coverage.head": "| 条款 | 标题 | 引用它的规则 | 解读 | 不编码的理由 |",
    "coverage.open": "**遗漏**",
    "coverage.reason.purpose": "目的和原则",
    "coverage.reason.preparedness": "平时准备",
    "coverage.reason.standing_duty": "常设职责",
    "coverage.reason.heading": "标题或总述",
    "coverage.reason.published_elsewhere": "另行公布",
    "diagram.title": "{plan} · 响应流程",
    "diagram.version": "版本",
    "diagram.decides_all": ("共同签署：{who}"),
    "diagram.decides_succession": ("决定：{who}（前者缺位时由后者代行）"),
    "diagram.legend": "○ 从这里开始　▶● 到这里　◎ 两者都可以（从一处到另一处）。颜色只用于显示级别。",
    "diagram.recommends": "建议：{who}",
    "diagram.approves": "批准：{who}",
    "diagram.approves_all": "须都批准：{who}",
    "diagram.approves_in_order": "依次批准：{who}",
    "diagram.decides": "决定：{who}",
    "diagram.end_conditions": "须先逐条确认结束条件",
    "word.desk": "值班员",
    "word.post.duty_officer": "值班员",
    "word.post.controller": "导调员",
    "word.command.recommend_activation": "建议启动",
    "word.command.issue_warning": "发布预警",
    "word.command.lift_warning": "解除预警",
    "word.command.activate_response": "启动响应",
    "word.command.adjust_response": "调整响应",
    "word.command.end_response": "结束响应",
    "word.command.close_incident": "办结归档",
    "word.command.complete_measure": "办结措施",
    "word.command.form_group": "成立工作组",
    # the schema of plan files ---------------------------------------------------------
    "schema.plan": "应急预案的规则文件。读法和改法见 plans/README.md。",
    "schema.format": "文件格式的版本，现为“1”。",
    "schema.id": "预案的编号，与文件夹同名。",
    "schema.version": "规则文件的版本；每次修改都要改，每个事件记着自己用的版本。",
    "schema.title": "预案的正式名称。",
    "schema.title_en": "预案的英文名称。",
    "schema.number_prefix": "事件编号的前缀，如 CM-2026-0001 中的 CM。",
    "schema.zone": "时区，如 Asia/Shanghai；文件里的时刻都按它计。",
    "schema.document": "印发的文件：文号、日期、负责单位、废止了哪个旧预案。",
    "schema.jurisdiction": "适用的行政区域：jurisdictions 文件夹中的文件名，或直接写出。",
    "schema.laws": "预案以外引用的法规；规则中写作 编号:条号。",
    "schema.clauses": "条款目录，一条不漏：号码、标题、原文指纹。",
    "schema.not_encoded": "没有规则引用的条款，逐条说明为什么。",
    "schema.coverage": "什么事归这个预案管。",
    "schema.roles": "有权作决定的岗位。",
    "schema.units": "单位，以及原文中的别名。",
    "schema.facts": "要知道的情况；没有填的是“不知道”，不是零。",
    "schema.derived": "由情况算出的数：合计、计数。",
    "schema.scales": "事故分级（不是响应级别），从低到高。",
    "schema.projections": "等级可能升至更高的推算。",
    "schema.warnings": "预警的级别，从低到高；不分级的预案不写。",
    "schema.levels": "响应级别和状态，从低到高，以及建议它的条件。",
    "schema.lifecycle": "谁能预警、启动、调整、结束、归档；一步一行。",
    "schema.acts": "不改变级别的动作由谁做。",
    "schema.command": "谁在指挥：与级别分开记录。",
    "schema.groups": "工作组：牵头、成员、职责。",
    "schema.measures": "各级要做什么，由谁做。",
    "schema.inheritance": "哪一级包含哪一级的全部措施。",
    "schema.reports": "谁、向谁、什么时候、报什么。",
    "schema.reminders": "提醒的时间（分钟）。",
    "schema.first_slot": "刚启动时最近的一次报告要不要报。",
    "schema.end_conditions": "结束前逐条确认的条件。",
    "schema.casualty_watch": "结束后伤亡变化还要补报多久。",
    "schema.assumptions": "原文没有说清、我们怎样理解。",
    # the server ----------------------------------------------------------------------
    "title.400": "请求有误",
    "title.401": "尚未登录",
    "title.403": "没有权限",
    "title.404": "找不到",
    "title.405": "方法不对",
    "title.409": "当前状态不允许",
    "title.412": "版本已过时",
    "title.413": "正文过大",
    "title.415": "不是 JSON",
    "title.422": "请求内容有误",
    "title.429": "尝试过多",
    "title.500": "服务器内部错误",
    "title.503": "暂不可用",
    "error.not_signed_in": "请先登录（POST /api/session）。",
    "error.wrong_credentials": "用户名或密码不对。",
    "error.too_many_attempts": "登录失败次数过多，请在 {seconds} 秒后再试。",
    "error.foreign_origin": "请求来自别的网站的页面（{origin}），已拒绝。",
    "error.general_role_required": "这项操作只有以下角色可以进行：{who}。",
    "error.body_too_large": "请求正文超过 {limit} 字节。",
    "error.body_not_json": "请求正文须是 JSON，并注明 Content-Type: application/json。",
    "error.path_not_found": "没有“{path}”这个地址。",
    "error.method_not_allowed": "“{path}”不支持 {method}。可用：{accepted}。",
    "error.bad_header": "请求头 {field} 的值 {value} 不对。要求：{accepted}。",
    "error.key_reused": "Idempotency-Key“{key}”已用于另一个请求，请换一个。",
    "error.bad_request": "请求有误（{problem}）。",
    "error.virtual_clock_refused": (
        "数据库中有真实事件，不能用虚拟时钟启动。请另用一个数据库做演练。"
    ),
    "error.setup_done": "已有账号，初始设置已经关闭。",
    "error.wrong_setup_code": "初始设置码不对。它显示在服务器的终端上。",
    "error.account_exists": "账号名“{name}”已被使用。",
    "error.account_not_found": "没有“{name}”这个账号。",
    "error.last_admin": "“{name}”是最后一个管理员，不能停用或去掉管理员角色。",
    "error.division_missing": (
        "角色 {role} 须有 division（账号所在的行政区划代码）；报告员也可以改填 unit（单位）。"
        "可用：{accepted}。已有的账号由管理员补填（PATCH /api/accounts/账号）。"
    ),
    "error.internal": "服务器内部出错，已记入日志（编号 {request}）。",
    "error.too_many_clients": "实时连接已达上限（{limit}）。请稍后再试，或调大 ZHIBAN_LIVE_CLIENTS。",
    "error.not_ready": "服务器暂时不能读写数据，请稍后再试。",
    "error.pages_missing": "网页尚未构建。请运行 python3 x.py web，或直接使用 /api 下的接口。",
    "error.bad_frame": "这一帧不是带有 type 的 JSON 对象。示例：{example}",
    "error.unknown_frame": "没有“{value}”这种帧。可用：{accepted}。",
    "error.unknown_topic": "没有“{value}”这个主题。可用：{accepted}。",
    "error.unknown_language": "没有“{value}”这种语言。可用：{accepted}。",
    "error.too_many_topics": "最多 {limit} 个主题。",
    "word.boolean": "true 或 false",
    "word.integer": "整数",
    "word.number": "数字",
    "word.text": "文字",
    "word.object": "对象 {{…}}",
    "word.list": "列表 […]",
    "word.instant": "带时区的时间，如 2021-07-19T08:00:00+08:00",
    "word.date": "日期，如 2021-07-19",
    "word.minimum": "不小于 {bound}",
    "word.maximum": "不大于 {bound}",
    "word.more_than": "大于 {bound}",
    "word.less_than": "小于 {bound}",
    "word.not_empty": "不能为空",
    "word.at_least_entries": "至少 {bound} 项",
    "word.at_most_entries": "最多 {bound} 项",
    "word.nearest": "最接近的是：{hint}。",
    "word.field": "{name}（{field}）",
    # what people call the fields of a request ------------------------------------------
    "field.title": "事件名称",
    "field.occurred_at": "发生时间",
    "field.received_at": "接报时间",
    "field.division": "发生地",
    "field.facts": "情况",
    "field.source": "来源",
    "field.as_of": "截至时间",
    "field.note": "说明",
    "field.reason": "理由",
    "field.text": "内容",
    "field.on_behalf_of": "下令人",
    "field.by_means": "下令方式",
    "field.ordered_at": "下令时间",
    "field.submitted_at": "报送时间",
    "field.until": "截止时间",
    "word.at_most_characters": "不超过 {bound} 个字符",
    "word.at_least_characters": "至少 {bound} 个字符",
    "word.pattern": "符合 {pattern} 的文字",
    "word.plain_text": "不含 NUL 字符的文字",
    # the journal in words -----------------------------------------------------------
    "event.incident_opened": "接报开立 {number}《{title}》（{division_name}）",
    "event.facts_recorded": "记录情况：{facts_words}（来源：{source}）",
    "event.warning_issued": "发布{warning}{reason_words}",
    "event.warning_lifted": "解除预警{reason_words}",
    "event.activation_recommended": "建议启动{place}{reason_words}",
    "event.activation_approved": "批准启动{place}{missing_words}{reason_words}",
    "event.activation_refused": "不同意启动{place}{reason_words}",
    "event.response_activated": "启动{place}{reason_words}",
    "event.response_adjusted": "响应调整为{place}{reason_words}",
    "event.command_assumed": "{holder}接管指挥权{reason_words}",
    "event.command_handed_over": "向{holder}移交指挥权{reason_words}",
    "event.command_returned": "{holder}收回指挥权{reason_words}",
    "event.group_formed": "成立{group_name}，组长：{leader_words}",
    "event.group_changed": "调整{group_name}，组长：{leader_words}{reason_words}",
    "event.measure_completed": "措施办结：{measure_text}{note_words}",
    "event.measure_waived": "措施不需要：{measure_text}{note_words}",
    "event.report_submitted": "{reporter_name}报送{obligation_name}（{kind_word}）{due_words}",
    "event.reporters_set": "调整报告单位：{reporters_words}{reason_words}",
    "event.cadence_reanchored": "报告周期自 {anchor} 起重新起算{reason_words}",
    "event.end_condition_confirmed": "确认结束条件：{condition_text}{note_words}",
    "event.response_ended": "结束{place}{reason_words}",
    "event.activation_signed": "签署“{place}”（{role_words}）{reason_words}",
    "event.absence_recorded": "{role_name}不在岗，至 {until}{reason_words}",
    "event.duration_reached": "“{lasting}”已持续 {hours} 小时",
    "event.incident_closed": "办结{reason_words}",
    "event.entry_struck": "划去第 {seq} 条{reason_words}",
    "event.recorded_order_confirmed": "确认第 {seq} 条代录命令",
    "event.role_delegated": "授权 {to} 在 {until} 前代行{role_name}职责{reason_words}",
    "event.incidents_linked": "与{other_words}关联{note_words}",
    "event.incidents_unlinked": "解除与{other_words}的关联{note_words}",
    "event.log_entry_added": "{text}",
    "event.report_due_soon": "提醒：{reporter_name}的{obligation_name}{due_words}",
    "event.report_overdue": "逾期：{reporter_name}的{obligation_name}{due_words}",
    "event.decision_awaited": "提醒：{role_name}建议启动{place}，尚未决定（第 {reminder} 次提醒）",
    "event.watch_ended": "伤亡补报期结束",
    "word.reason": "，{reason}",
    "word.incident": " {number}《{title}》",
    "word.due": "，应于 {due} 前",
    "word.due_immediately": "，须立即报送",
    "word.kind.scheduled": "定时",
    "word.kind.urgent": "紧急",
    "word.kind.nil": "零报告",
    "word.kind.first": "首报",
    "word.kind.follow_up": "续报",
    "word.kind.final": "终报",
    "word.lifted": "恢复全部单位",
    "word.extra_report": "补充情况",
    "word.signed_for": "（{who}命令，{means}，{actor}代录）",
    "word.means.phone": "电话",
    "word.means.radio": "电台",
    "word.means.in_person": "当面",
    "word.means.written": "书面",
    "word.nobody": "—",
    # drills -------------------------------------------------------------------------
    "error.scenario_bad_value": "{file}:{line}：{place} 的值 {value} 不对。要求：{accepted}。",
    "error.step_outside": "{field}：第 {value} 不在演练时间之内。要求：{accepted}（天）。",
    "drill.refused": "被拒绝（{code}）：{sentence}",
    "drill.title": "演练《{title}》 预案：{plan} 种子：{seed}",
    "drill.ledger": "报告台账",
    "drill.evaluation": "评估",
    "drill.timeline": "时间线",
    "drill.unexpected_refusal": "第 {day} 天 {at} 的“{command}”被拒绝，情景中没有写明：{sentence}",
    "drill.nothing_owed": "第 {day} 天 {at}：{reporter}没有待报的“{command}”",
    "drill.missing_refusal": "第 {day} 天 {at} 的“{command}”应当被拒绝（{code}），却被接受了",
    "drill.wrong_refusal": "第 {day} 天 {at} 的“{command}”应以 {expected} 被拒绝，实际是 {code}",
    "drill.finding.level_lags": "事实已达到{recommended}，{minutes} 分钟后仍为{place}",
    "drill.finding.decision_late": "启动{place}的建议 {minutes} 分钟没有决定",
    "drill.finding.report_missing": "{reporter}的{obligation}始终没有报送（应于 {due}）",
    "drill.finding.report_late": "{reporter}的{obligation}迟报 {minutes} 分钟（应于 {due}）",
    "drill.measure.reports_on_time": "按时报送",
    "drill.measure.reports_late": "迟报",
    "drill.measure.reports_missing": "未报",
    "drill.measure.minutes_to_first_level": "接报到首次启动响应（分钟）",
    "drill.measure.minutes_to_decide": "建议到启动的最长时间（分钟）",
    "drill.measure.orders_unsigned": "尚未确认的代录命令",
    "drill.measure.measures_done": "办结的措施",
    "drill.measure.events": "处置记录条数",
    "drill.measure.refusals": "被拒绝的指令",
    # the command line -----------------------------------------------------------------
    "cli.help": "值班：应急预案的执行与值守。退出码：0 完成，1 结果为否，2 用法有误。",
    "cli.serve": "启动服务器：控制台、接口和实时通道。",
    "cli.demo": "启动演示：全新的临时数据库、演示账号和正在进行的演练。",
    "cli.plan": "预案文件：检查、查看、画状态图。",
    "cli.plan.check": "检查全部预案，或 PATH 处的一个预案；发现问题时退出码为 1。",
    "cli.plan.show": "用文字列出一个预案的级别、条件、岗位和报告制度。",
    "cli.plan.diagram": "输出预案的状态图（Mermaid）。",
    "cli.drill": "桌面演练。",
    "cli.drill.run": "按情景文件推演一次，写出记录、台账和评估。",
    "cli.journal": "处置记录。",
    "cli.journal.verify": "核对全部处置记录的编号与哈希链，以及由其得出的数据。",
    "cli.journal.export": "把一个事件的处置记录逐行输出为 JSON。",
    "cli.user": "账号。",
    "cli.user.add": "新建账号；不用 --password-stdin 时在终端输入两次密码。",
    "cli.token": "只读设备（如值班室大屏）的令牌。",
    "cli.token.create": "新建令牌，只显示一次。",
    "cli.db": "数据库。",
    "cli.db.upgrade": "把数据库结构升级到本程序的版本（启动时也会自动进行）。",
    "cli.option.host": "监听地址（ZHIBAN_HOST，默认 127.0.0.1）。",
    "cli.option.port": "监听端口（ZHIBAN_PORT，默认 8000）。",
    "cli.option.database_url": "sqlite:///文件 或 postgresql://…（ZHIBAN_DATABASE_URL）。",
    "cli.option.clock_start": "服务器时钟的起点，如 2021-07-19T08:00:00+08:00；此时只接受演练。",
    "cli.option.clock_speed": "虚拟时钟的快慢：每秒走几秒；不为 1 时只接受演练，0 是停着不走。",
    "cli.option.path": "预案文件或其所在的文件夹；默认检查全部。",
    "cli.option.plan": "预案编号，如 coal_mine。",
    "cli.option.scenario": "情景编号或情景文件。",
    "cli.option.seed": "随机种子；同一种子得到同样的结果。",
    "cli.option.out": "写出结果的文件夹（默认只在终端显示摘要）。",
    "cli.option.incident": "事件编号或内部编号。",
    "cli.option.name": "账号名。",
    "cli.option.role": "角色，可重复；如 duty_officer 或 coal_mine:commander。",
    "cli.option.division": "所在县（市、区）的行政区划代码。",
    "cli.option.unit": "所在单位。",
    "cli.option.password_stdin": "从标准输入读密码。",
    "cli.option.days": "有效天数；默认不过期。",
    "cli.serving": "值班系统已启动：{url}",
    "cli.clock_stands": "注意：时钟停在 {at}，不会走（--clock-speed 0），什么都不会到期。只用于讲解和测试；要走，改成 --clock-speed 1 或更快。",
    "cli.setup_code": "还没有账号。请在网页上输入初始设置码：{code}",
    "cli.unknown_setting": "警告：没有 {name} 这个设置。{nearest}",
    "cli.option.texts": "预案原文所在的文件夹；逐条与原文核对（ZHIBAN_PLAN_TEXTS）。",
    "cli.option.svg": "输出 SVG 图片。",
    "cli.path_missing": "没有 {path} 这个文件或文件夹。",
    "cli.plan_checked": "{path}：{errors} 个错误，{warnings} 个提醒。",
    "cli.severity.error": "✗",
    "cli.severity.warning": "！",
    "cli.show.levels": "级别和条件",
    "cli.show.roles": "岗位",
    "cli.show.reports": "报告制度",
    "cli.show.groups": "工作组",
    "cli.show.assumptions": "预案未写明之处的解读",
    "cli.checking": "检查预案",
    "cli.verifying": "核对处置记录",
    "cli.journal_whole": "{incidents} 个事件、{events} 条记录，全部完整。",
    "cli.journal_not_whole": "共 {count} 处有问题；核对了 {incidents} 个事件、{events} 条记录。",
    "cli.found": "{where}：{words}〔{what}〕",
    "cli.found.everywhere": "整个数据库",
    "cli.found.numbered": "{number}（{id}）",
    "cli.found.entry": "{incident} 第 {seq} 条",
    "cli.found.head": "{at} 公布、到编号 {cursor} 为止的记录头",
    "cli.found.backup": "备份 {file}（{at}，到编号 {cursor} 为止）",
    "cli.found.gap": "缺了这一条，或者顺序不对。",
    "cli.found.chain": "接不上前一条：这一条或前一条被换过。",
    "cli.found.altered": "内容被改过，与写下时的哈希不符。",
    "cli.found.altered_unnumbered": "编号 {cursor} 的记录被改过，连号码也读不出来了。",
    "cli.found.cursor": "编号不连续：应从 1 起一条不缺，现在有 {count} 条，从 {least} 到 {most}；有记录被删去。",
    "cli.found.plan": "找不到它所用的那一版预案（{plan}），不能重新推演。",
    "cli.found.incident": "事件的数据与处置记录不一致：{detail}。",
    "cli.found.incident_absent": "有处置记录，却没有这个事件的数据。",
    "cli.found.slot": "应报时点 {detail} 与处置记录不一致：被改、被删或者多了出来。",
    "cli.found.truncated": "末尾缺了编号 {first} 至 {cursor} 的记录，现在只到 {end}；依据：{witness}。",
    "cli.found.rewritten": "这一条被改写，与公布或备份时不同；依据：{witness}。",
    "cli.found.rewritten_between": "编号 {first} 至 {cursor} 之间有记录被改写；依据：{witness}。",
    "cli.found.restored": (
        "编号 {first} 至 {cursor} 的记录不在或不同，数据库说自己从备份恢复过（纪元 {epoch}）；"
        "依据：{witness}。是否真的恢复过，请问管理员。"
    ),
    "cli.found.other_epoch": (
        "这个数据库不知道纪元 {epoch}：是别的数据库的，或者没有用 zhiban restore 恢复；依据：{witness}。"
    ),
    "cli.password": "密码",
    "cli.password_again": "再输一遍",
    "cli.passwords_differ": "两次输入的密码不一样。",
    "cli.password_missing": "标准输入中没有密码。",
    "cli.user_added": "已新建账号 {name}（{roles}）。",
    "cli.watch": "在终端里实时跟踪事件和应报时点；接到管道时逐行输出。",
    "cli.option.watch_incident": "只跟踪这一个事件（编号如 CM-2026-0001，或 id）；不给则跟踪全部。",
    "cli.option.watch_url": "服务器地址（ZHIBAN_URL，默认 http://127.0.0.1:8000）。",
    "cli.option.watch_token": "令牌（也可放在 ZHIBAN_TOKEN 里）。",
    "cli.option.watch_language": "全部文字用哪种语言：zh 或 en；不给则与终端相同。",
    "cli.show.activated": "         启动：{who} [{clause}]",
    "cli.show.join": "；",
    "cli.show.report": "      {cadence}；报 {recipients}；适用：{at}",
    "cli.cadence.daily": "每天 {times} 前",
    "cli.cadence.every_days": "每 {days} 天，{at} 前",
    "cli.cadence.every_hours": "每 {hours} 小时",
    "cli.cadence.within": "{since} {minutes} 分钟内",
    "cli.cadence.since_occurred": "事发后",
    "cli.cadence.since_received": "接报后",
    "cli.cadence.since_arising": "应报起",
    "cli.cadence.since_change": "{facts}变化后",
    "cli.cadence.since_report": "“{name}”报送后",
    "cli.cadence.times_per_day": "每天 {times} 次",
    "cli.cadence.same_day": "{facts}变化当天 {at} 前",
    "cli.cadence.after_last": "“{name}”当天最后一次之后 {minutes} 分钟内",
    "cli.cadence.immediately": "立即（没有写明期限）",
    "cli.usage.line": "用法：{usage}",
    "cli.usage.help": "详见：{command} --help",
    "cli.usage.missing": "缺少 {name}。",
    "cli.usage.no_such_option": "没有 {name} 这个选项。",
    "cli.usage.bad_value": "{name} 的值不对。",
    "cli.usage.not_one_of": "{name} 不接受 {value}。可用：{accepted}。",
    "cli.usage.bad_option": "选项 {name} 的写法不对。",
    "cli.usage.no_such_command": "没有这个命令。可用：{accepted}。",
    "cli.usage.wrong": "命令的写法不对。",
    "cli.usage.aborted": "已中止。",
    "cli.watch_refused": "服务器不允许连接（{code}）。检查令牌：zhiban token create NAME --role viewer。",
    "cli.address_taken": (
        "{host} 的端口 {port} 已被另一个程序占用（也许值班系统已经在运行）。"
        "请先停掉那个程序，或换一个端口：--port 8001（或 ZHIBAN_PORT）。"
    ),
    "cli.address_unusable": (
        "不能在 {host} 的端口 {port} 上提供服务（{problem}）。请核对 --host 是不是本机的地址；"
        "1024 以下的端口要有权限，请换一个，如 --port 8000。"
    ),
    "cli.no_plans": "文件夹 {folder} 里没有预案，不能值班。请检查 ZHIBAN_PLANS_DIR：里面一个预案一个子文件夹，各有一个 plan.yaml。",
    "cli.watch_bad_url": "服务器地址“{url}”不对。请写成 http://主机:端口 或 https://主机。",
    "cli.not_a_journal": "{file} 第 {line} 行不是处置记录。要用 journal export 或 drill run --out 写出的 .jsonl。",
    "cli.watch_no_token": "缺少令牌。给出 --token 或设置 ZHIBAN_TOKEN；制作：zhiban token create NAME --role viewer。",
    "cli.watch_absent": "没有 {incident} 这个事件，或者这个令牌看不到它。请核对编号；不写编号，看全部：zhiban watch。",
    "cli.watch_connecting": "正在连接",
    "cli.watch_live": "实时",
    "cli.watch_stale": "已断开，以下可能已过时",
    "cli.watch_unreachable": "连不上 {url}：{reason}。会一直重试；请核对 --url，并看服务器是否在运行（zhiban serve）。",
    "cli.watch_nobody_listens": "那里没有服务器在运行",
    "cli.watch_no_such_host": "找不到这台主机",
    "cli.watch_no_answer": "没有回应",
    "cli.watch_not_zhiban": "回应的不是值班系统，或者中间的代理不让通过（{problem}）",
    "cli.watch_differences": "台账核对报警：有 {count} 处与预案和处置记录不一致，应报时点请人工核对",
    "cli.watch_silent": "台账核对已停止：应报时点现在没有人核对，请报告管理员",
    "cli.watch_well_again": "台账核对恢复正常",
    "cli.watch_number": "编号",
    "cli.watch_title": "事件",
    "cli.watch_place": "响应",
    "cli.watch_slots": "应报 / 逾期",
    "cli.watch_next": "下一报",
    "cli.watch_exercise": "〔演练〕",
    "cli.token_made": "令牌（只显示这一次）：",
    "cli.backup": "把整个数据库备份到一个新文件（服务器可以开着）；TARGET 是文件夹时按时间取名。",
    "cli.restore": "把备份恢复到空的数据库（SQLite 或 PostgreSQL 都可以）；先停下服务器。",
    "cli.option.target": "新的备份文件，或一个文件夹。",
    "cli.option.source": "备份文件。",
    "cli.option.replace": "数据库不是空的也恢复，原有内容全部丢弃。",
    "cli.option.check": "只核对备份是否完整，不恢复。",
    "cli.option.head": "journal head 写出的一行，或装着若干行的文件；可重复。",
    "cli.option.backup": "与这个备份逐条比较；可重复。",
    "cli.journal.head": "输出记录头（编号、哈希、时间），可以公布、打印、寄出，供日后核对。",
    "cli.db.renew_epoch": "用别的办法恢复数据库以后，告诉所有画面从头取。",
    "cli.backing_up": "备份",
    "cli.restoring": "核对备份",
    "cli.backed_up": "已备份到 {file}：{incident} 个事件、{event} 条记录、{account} 个账号，到第 {cursor} 条（{at}）；已核对。",
    "cli.backup_whole": "备份 {file} 完整：{incident} 个事件、{event} 条记录、{account} 个账号，到第 {cursor} 条（{at}）。",
    "cli.restored": "已从 {file} 恢复：{incident} 个事件、{event} 条记录、{account} 个账号，到第 {cursor} 条（{at}）。此后的记录不在其中。",
    "cli.epoch_renewed": "数据库 {where} 已换新的纪元，画面会从头取。",
    "cli.db_upgraded": "数据库 {where} 已是最新结构。",
    "cli.drill_running": "推演",
    "cli.drill_written": "已写入 {folder}。",
    "cli.scenario_not_found": "没有“{value}”这个情景。可用：{accepted}。",
    "cli.demo_title": "演示账号（密码每次启动都不同）",
    "cli.demo_token": "大屏令牌：{token}",
    "cli.demo_playing": "准备演练",
    "cli.demo_ends": "按 Ctrl+C 结束；演示数据随之删除。",
    "cli.name": "账号",
    "cli.roles": "角色",
    "audit.missing": "台账缺少一项：{name}，{reporter}，应于 {due_at}，应为“{expected}”",
    "audit.unexpected": "台账多出一项，预案没有要求：{name}，{reporter}，{due_at}",
    "audit.doubled": "台账同一项有 {count} 条：{name}，{reporter}，{due_at}",
    "audit.wrong_state": "{name}，{reporter}，应于 {due_at}：应为“{expected}”，台账为“{found}”",
    "audit.wrong_report": "{name}，{reporter}，应于 {due_at}：应由第 {expected} 条记录销项，台账为第 {found} 条",
    "audit.wrong_opening": "{name}，{reporter}，应于 {due_at}：应自 {expected} 起受理，台账为 {found}",
    "audit.overdue_mark_missing": "{name}，{reporter}，应于 {due_at}：已过时限，处置记录中没有逾期标记",
    "audit.reminder_missing": "{name}，{reporter}，应于 {due_at}：第 {stage} 次提醒应于 {at} 发出，处置记录中没有",
    "audit.reminder_doubled": "{name}，{reporter}，应于 {due_at}：第 {stage} 次提醒发出了 {count} 次",
    "audit.reminder_untimely": "{name}，{reporter}，应于 {due_at}：第 {stage} 次提醒应记 {at}，处置记录为 {found}",
    "audit.reminder_unexpected": "{name}，{reporter}，应于 {due_at}：第 {stage} 次提醒不应发出",
    "watchdog.unreadable": "这个事件的处置记录读不出来，无法核对应报台账：{why}",
    "cli.plan.new": "写一个新预案的骨架：有说明、能通过检查、能马上推演；已有的文件从不改动。",
    "cli.option.new_id": "预案编号，也是文件夹名：小写字母、数字、下划线，如 flood_control。",
    "cli.option.new_title": "预案名称，如 某市防汛应急预案。",
    "cli.option.new_levels": "响应分几级。",
    "cli.option.new_folder": "放各预案的文件夹；默认是 ZHIBAN_PLANS_DIR。",
    "cli.option.new_prefix": "事件编号的前缀，2 至 6 个大写字母；默认取编号的首字母。",
    "cli.option.new_jurisdiction": "适用区域：jurisdictions 文件夹里的文件名；只有一个时就用它。",
    "cli.new.bad_id": (
        "“{value}”不能作预案的编号。要求：小写字母开头，只用小写字母、数字和下划线，"
        "例如 flood_control；也不能是 jurisdictions、drills。可以用：{hint}"
    ),
    "cli.new.bad_title": "“{value}”不能作预案的名称。要求：一行可见的文字，例如 某市防汛应急预案。",
    "cli.new.bad_prefix": (
        "“{value}”不能作事件编号的前缀。请用 --prefix 写 2 至 6 个大写字母，例如 FX。"
    ),
    "cli.new.prefix_taken": "前缀 {value} 已被《{plan}》使用。请用 --prefix 另写一个，例如 FX。",
    "cli.new.no_area": "没有“{value}”这个适用区域。可以写：{accepted}。{nearest}",
    "cli.new.exists": (
        "{path} 已经有了，什么也没有改。请换一个编号，或先把原来的文件夹改名、移走。"
    ),
    "cli.new.unwritable": "写不了 {path}：{why}。请换一个文件夹（--folder）。",
    "cli.new.written": "写好了 {path}",
    "cli.new.next": (
        "接下来：\n"
        "  1. 打开 {file}，照原文逐条改；\n"
        "  2. 每改一处就检查：zhiban plan check {home}\n"
        "  3. 推演一遍：ZHIBAN_PLANS_DIR={folder} zhiban drill run {home}/drill.yaml"
    ),
    "cli.plan.coverage": "条款覆盖表：每条条款由哪些规则引用，或为何不编码。",
    "cli.plan.diff": "比较一个预案的两个版本：级别、权限、时限、工作组、措施。",
    "cli.plan.replay": "用修订后的预案重放已结束的处置记录，列出会不同的时限和权限。",
    "cli.option.old_plan": "原预案文件或文件夹。",
    "cli.option.new_plan": "修订后的预案文件或文件夹。",
    "cli.option.journal": "处置记录（journal export 或 drill run --out 写出的 .jsonl），可重复。",
    "cli.plan_differs": "不同之处：{count} 处。",
    "cli.plan_deviates": "会不同的时限或权限：{count} 处。",
    "cli.area.level": "级别",
    "cli.area.authority": "权限",
    "cli.area.deadline": "时限",
    "cli.area.group": "工作组",
    "cli.area.measure": "措施",
    "cli.area.ending": "结束条件",
    "cli.area.role": "岗位",
    "cli.area.citation": "条款号",
    "cli.deviation.deadline_added": "多出的应报",
    "cli.deviation.deadline_dropped": "不再应报",
    "cli.deviation.authority": "权限不同",
    "cli.deviation.approval": "须经批准",
    "cli.deviation.step": "不能执行",
}
