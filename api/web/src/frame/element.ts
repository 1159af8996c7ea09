/** The components of Element Plus that the page uses, and nothing else of it. */
import {
  ElButton,
  ElCheckbox,
  ElConfigProvider,
  ElDialog,
  ElInput,
  ElMessage,
  ElOption,
  ElRadioButton,
  ElRadioGroup,
  ElSelect,
} from "element-plus";
import "element-plus/es/components/base/style/css";
import "element-plus/es/components/button/style/css";
import "element-plus/es/components/checkbox/style/css";
import "element-plus/es/components/config-provider/style/css";
import "element-plus/es/components/dialog/style/css";
import "element-plus/es/components/input/style/css";
import "element-plus/es/components/message/style/css";
import "element-plus/es/components/option/style/css";
import "element-plus/es/components/radio-button/style/css";
import "element-plus/es/components/radio-group/style/css";
import "element-plus/es/components/select/style/css";
import type { App } from "vue";

const USED = {
  ElButton,
  ElCheckbox,
  ElConfigProvider,
  ElDialog,
  ElInput,
  ElOption,
  ElRadioButton,
  ElRadioGroup,
  ElSelect,
};

export function installElement(app: App): void {
  for (const [name, component] of Object.entries(USED)) app.component(name, component);
  new MutationObserver(plainHeads).observe(document.body, { childList: true, subtree: true });
}

/** Element Plus makes a banner of each dialog's head; the page's one banner is the bar. */
function plainHeads(): void {
  const heads = document.querySelectorAll("body > .el-overlay .el-dialog__header:not([role])");
  heads.forEach((head) => head.setAttribute("role", "presentation"));
}

/** A short note that something has been done; it goes away by itself. */
export function toast(message: string): void {
  ElMessage({ message, type: "success", duration: 3500, grouping: true, placement: "bottom-right" });
}
