"""The forms that come with the program, and their layouts."""

from functools import cache
from importlib import resources

from printing.form_data import FormData
from printing.form_layout import read_layout
from printing.layout import Kind, Layout, TableBlock
from printing.layout_checks import table_columns

SAMPLE_ROWS = 3

FORMS: dict[str, str] = {
    "placement_certificate": "公益性岗位安置证明",
    "subsidy_summary": "出勤天数和拟拨付岗位补贴金额汇总表",
    "subsidy_notice": "补贴发放公示表",
    "attendance": "公益性岗位考勤表",
    "subsidy_roster": "补贴发放花名册",
    "post_application": "公益性岗位申请（审批）表",
    "post_card": "公益性岗位上岗证",
    "village_review": "村级评议记录",
    "exit_approval": "退岗审批表",
    "pension_enrolment": "城乡居民养老保险参保登记表",
    "flexible_pension": "灵活就业养老新增续保申请表",
    "injury_insurance": "工伤保险参保登记表",
    "transfer_subsidy": "劳务输出补助申请表",
    "training_wish": "就业和培训意愿登记表",
    "visit_record": "走访记录",
    "visit_receipt": "走访回执",
    "hire_notice": "拟聘用公示",
    "labour_agreement": "劳务协议",
    "exit_notice": "退岗通知书和回执",
    "vacancy_report": "空岗报告",
    "policy_notice": "政策告知书",
    "privacy_notice": "个人信息处理告知书",
    "transfer_roster": "劳务输出人员花名册",
    "labour_roster": "劳动力花名册",
    "transfer_register": "转移就业台账",
    "post_register": "公益性岗位台账",
    "enrolment_register": "参保台账",
    "visit_register": "走访台账",
    "target_report": "目标任务完成情况",
    "household_file": "一户一档",
}


def layout_text(form: str) -> str:
    """Return the TOML file of a form as it comes with the program, to be changed by an office."""
    file = resources.files("desktop_app") / "data" / "forms" / f"{form}.toml"
    return file.read_text(encoding="utf-8")


@cache
def built_in_layout(form: str) -> Layout:
    """Return the layout of a form that comes with the program."""
    return read_layout(layout_text(form))


def sample_data(layout: Layout) -> FormData:
    """Return made-up data for the preview of a layout: every field says what it is called."""
    return FormData(
        values={name: f"〔{label}〕" for name, label in layout.fields.items()},
        rows={
            block.name: [_sample_row(block)] * SAMPLE_ROWS
            for block in layout.blocks
            if isinstance(block, TableBlock)
        },
        training=True,
    )


def _sample_row(block: TableBlock) -> dict[str, str]:
    amounts = {Kind.MONEY: "600.00", Kind.COUNT: "1", Kind.TICK: "是"}
    return {
        column.field: amounts.get(column.kind, f"〔{column.label}〕".replace("\n", ""))
        for column in table_columns(block)
        if column.field
    }
