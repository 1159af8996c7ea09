/**
 * The components of Element Plus that stand on the page at once, and the styles of all that it
 * uses: they come first, so that the page's own may overrule them. `elementForms.ts` has the rest.
 * Each comes by a path of its own: through the package's index all of them would.
 */
import { ElButton } from "element-plus/es/components/button/index";
import { ElConfigProvider } from "element-plus/es/components/config-provider/index";
import { ElRadioButton, ElRadioGroup } from "element-plus/es/components/radio/index";
import "element-plus/es/components/base/style/css";
import "element-plus/es/components/button/style/css";
import "element-plus/es/components/config-provider/style/css";
import "element-plus/es/components/dialog/style/css";
import "element-plus/es/components/input/style/css";
import "element-plus/es/components/message/style/css";
import "element-plus/es/components/option/style/css";
import "element-plus/es/components/radio-button/style/css";
import "element-plus/es/components/radio-group/style/css";
import "element-plus/es/components/select/style/css";
import type { App } from "vue";

const USED = { ElButton, ElConfigProvider, ElRadioButton, ElRadioGroup };

export function installElement(app: App): void {
  for (const [name, component] of Object.entries(USED)) app.component(name, component);
  new MutationObserver(plainHeads).observe(document.body, { childList: true, subtree: true });
}

/** Element Plus makes a banner of each dialog's head; the page's one banner is the bar. */
function plainHeads(): void {
  const heads = document.querySelectorAll("body > .el-overlay .el-dialog__header:not([role])");
  heads.forEach((head) => head.setAttribute("role", "presentation"));
}
