/** The components of Element Plus that only windows and forms need: they come with them, after the first view. */
export { ElDialog } from "element-plus/es/components/dialog/index";
export { ElInput } from "element-plus/es/components/input/index";
export { ElOption, ElSelect } from "element-plus/es/components/select/index";
export { ElTooltip } from "element-plus/es/components/tooltip/index";
