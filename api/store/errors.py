"""What the store refuses and how it fails, with the sentences that people read.

    ZhibanError
    └── StoreError
        ├── StoreUnavailable   cannot serve now: try again, or mend the database      (503)
        │   └── UrlWrong       no database can have that address: wrong usage of a setting
        ├── KeyReused          an Idempotency-Key came back with another request      (422)
        ├── AccountRefused     an account cannot be made or changed like that         (409)
        └── BackupRefused      no backup can be made or restored like that

The numbers are what HTTP should answer; the store knows nothing about it. The sentences
stand here, not in `engine.messages`, because the engine knows of no database.
"""

from __future__ import annotations

from typing import Any

from typing_extensions import override

from engine.errors import InvalidInput, ZhibanError

_ZH = {
    "database_url_wrong": "数据库地址“{url}”不对。请写 sqlite:///文件 或 postgresql://用户@主机/库。",
    "database_folder_missing": "文件夹 {folder} 不存在，数据库建不起来。请先建好文件夹。",
    "database_absent": "找不到数据库 {where}。请检查地址，或先运行 zhiban db upgrade。",
    "database_replaced": "数据库文件 {where} 已被换成另一个。什么都没有写入，请重新启动服务器。",
    "database_unreachable": "连不上数据库 {where}：{why}。什么都没有写入，请稍后再试。",
    "database_read_only": "数据库 {where} 只能读不能写：{why}。什么都没有写入，请检查权限。",
    "database_locked": "数据库 {where} 被另一个程序占用，等待超时。什么都没有写入，请稍后再试。",
    "database_full": "数据库 {where} 所在的磁盘已满。什么都没有写入，请先腾出空间。",
    "database_foreign": "{where} 不是值班系统的数据库：{why}。请检查地址。",
    "database_encoding": (
        "数据库 {where} 的编码是 {found}，存不下全部汉字。请另建一个 UTF8 编码的库。"
    ),
    "database_newer": (
        "数据库 {where} 的结构（{found}）比本程序（{known}）新。请升级程序，或恢复备份。"
    ),
    "database_failed": "数据库 {where} 出错：{why}。什么都没有写入。",
    "database_unsure": (
        "数据库 {where} 在提交时断开：{why}。不知道是否已经写入，请刷新后核对，不要直接重做。"
    ),
    "readers_full": "同时进行的查询已达 {limit} 个。请稍后再试。",
    "writer_full": "等待写入的请求已达 {limit} 个，暂不接受新的。请稍后再试。",
    "writer_failed": "写入时发生意外（{why}）。什么都没有写入，请把服务器日志交给维护人员。",
    "writer_closed": "服务器正在停止，不再接受写入。请稍后再试。",
    "key_reused": "Idempotency-Key“{key}”已用于另一个请求。请为新请求换一个新值。",
    "account_exists": "账号“{name}”已经存在。请换一个名字，或修改现有账号。",
    "account_unknown": "没有名为“{name}”的账号。",
    "account_name_wrong": "账号名“{name}”不对。要求：1 至 {limit} 个可见字符，首尾不留空格。",
    "password_short": "密码太短。至少 {limit} 个字符。",
    "database_is_backup": "{where} 是备份文件，不能直接使用。请用 zhiban restore 恢复。",
    "backup_exists": "{where} 已经存在。备份从不覆盖文件，请换一个名字。",
    "backup_unwritable": "备份写不到 {where}：{why}。没有留下任何文件。",
    "backup_of_damaged": (
        "处置记录有问题，没有备份：{what}，事件 {incident} 第 {seq} 条 {detail}。"
        "请停下服务器，把数据库文件原样复制留存，再用 zhiban journal verify 查清。"
    ),
    "backup_copied_wrong": "备份与数据库不一致（表 {name}），没有保留。请检查磁盘后重做。",
    "backup_absent": "找不到备份 {where}。",
    "backup_unknown": "{where} 不是值班系统的备份：{why}。",
    "backup_format_newer": "备份 {where} 的格式（{found}）比本程序（{known}）新。请升级程序。",
    "backup_schema_newer": (
        "备份 {where} 的数据库结构（{found}）比本程序（{known}）新。请升级程序。"
    ),
    "backup_damaged": "备份 {where} 已损坏：{why}。什么都没有写入，请换另一份备份。",
    "restore_not_empty": (
        "数据库 {where} 里已有 {incidents} 个事件、{accounts} 个账号。什么都没有写入。"
        "请恢复到空的数据库；确实要全部换掉，加 --replace。"
    ),
    "restore_in_use": "数据库 {where} 正被别的程序使用。什么都没有写入，请先停下全部服务器。",
    "head_wrong": "第 {line} 行不是 zhiban journal head 写出的记录头：{why}。",
}

_EN = {
    "database_url_wrong": (
        'The database address "{url}" is wrong. '
        "Write sqlite:///file or postgresql://user@host/database."
    ),
    "database_folder_missing": (
        "The folder {folder} does not exist, so no database can be made there. Make it first."
    ),
    "database_absent": (
        "There is no database {where}. Check the address, or run zhiban db upgrade first."
    ),
    "database_replaced": (
        "The database file {where} has been replaced by another one. "
        "Nothing was written; restart the server."
    ),
    "database_unreachable": (
        "The database {where} cannot be reached: {why}. Nothing was written; try again later."
    ),
    "database_read_only": (
        "The database {where} can be read but not written: {why}. "
        "Nothing was written; check the permissions."
    ),
    "database_locked": (
        "The database {where} was held by another program for too long. "
        "Nothing was written; try again later."
    ),
    "database_full": (
        "The disk of the database {where} is full. Nothing was written; make room first."
    ),
    "database_foreign": "{where} is not a database of Zhiban: {why}. Check the address.",
    "database_encoding": (
        "The database {where} is encoded in {found}, which cannot hold every character. "
        "Make one that is encoded in UTF8."
    ),
    "database_newer": (
        "The database {where} has a newer schema ({found}) than this program ({known}). "
        "Upgrade the program, or restore a backup."
    ),
    "database_failed": "The database {where} failed: {why}. Nothing was written.",
    "database_unsure": (
        "The database {where} was lost while committing: {why}. "
        "It may have been written or not; look before doing it again."
    ),
    "readers_full": "{limit} queries already run at once. Try again later.",
    "writer_full": (
        "{limit} requests already wait to be written; no more are taken. Try again later."
    ),
    "writer_failed": (
        "Writing failed in an unforeseen way ({why}). "
        "Nothing was written; hand the server's log to whoever maintains it."
    ),
    "writer_closed": "The server is stopping and takes no more writes. Try again later.",
    "key_reused": ('The Idempotency-Key "{key}" was used for another request. Take a new value.'),
    "account_exists": (
        'The account "{name}" exists already. Take another name, or change that account.'
    ),
    "account_unknown": 'There is no account named "{name}".',
    "account_name_wrong": (
        'The account name "{name}" is wrong. '
        "Required: 1 to {limit} visible characters, no space at either end."
    ),
    "password_short": "The password is too short. Required: {limit} characters or more.",
    "database_is_backup": (
        "{where} is a backup and cannot be used as it is. Restore it with zhiban restore."
    ),
    "backup_exists": "{where} exists already. A backup never overwrites; take another name.",
    "backup_unwritable": "The backup cannot be written to {where}: {why}. No file was left.",
    "backup_of_damaged": (
        "The journal is not whole, so nothing was backed up: "
        "{what}, incident {incident} entry {seq} {detail}. "
        "Stop the server, keep a copy of the database's files as they are, "
        "and find out more with zhiban journal verify."
    ),
    "backup_copied_wrong": (
        "The backup differs from the database (table {name}) and was not kept. "
        "Check the disk and try again."
    ),
    "backup_absent": "There is no backup {where}.",
    "backup_unknown": "{where} is not a backup of Zhiban: {why}.",
    "backup_format_newer": (
        "The backup {where} has a newer format ({found}) than this program ({known}). "
        "Upgrade the program."
    ),
    "backup_schema_newer": (
        "The backup {where} has a newer schema ({found}) than this program ({known}). "
        "Upgrade the program."
    ),
    "backup_damaged": (
        "The backup {where} is damaged: {why}. Nothing was written; take another backup."
    ),
    "restore_not_empty": (
        "The database {where} holds {incidents} incidents and {accounts} accounts. "
        "Nothing was written. Restore into an empty database, or add --replace to give all "
        "of that up."
    ),
    "restore_in_use": (
        "The database {where} is in use by another program. "
        "Nothing was written; stop all servers first."
    ),
    "head_wrong": "Line {line} is not a head as zhiban journal head prints it: {why}.",
}

SENTENCES = {"zh": _ZH, "en": _EN}
"""Every sentence by language and code; the same codes in each language."""


class StoreError(ZhibanError):
    """Base of what the store refuses; `facts` fill the sentence of `code`."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.code = code
        self.clause = None
        self.facts = facts
        # Past ZhibanError's own, which would look for the sentence in the engine's catalogue.
        Exception.__init__(self, self.sentence())

    @override
    def sentence(self, language: str = "zh") -> str:
        """The whole sentence in `language` ("zh" or "en")."""
        return SENTENCES.get(language, _ZH)[self.code].format_map(self.facts)


class StoreUnavailable(StoreError):
    """The database or the writer cannot serve now.

    Nothing of the request was written, except perhaps with the code `database_unsure`.
    """


class UrlWrong(StoreUnavailable, InvalidInput):
    """The address can be no database's: there is nothing to try again."""


class KeyReused(StoreError):
    """An idempotency key came back with a request that is not the first one."""


class AccountRefused(StoreError):
    """An account cannot be made or changed like that."""


class BackupRefused(StoreError):
    """A backup cannot be made or restored like that; told on the command line only."""
