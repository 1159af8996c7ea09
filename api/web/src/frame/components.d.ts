/** Types of the components that element.ts registers for all templates. */
import type { ElButton, ElConfigProvider, ElRadioButton, ElRadioGroup } from "element-plus";

declare module "vue" {
  interface GlobalComponents {
    ElButton: typeof ElButton;
    ElConfigProvider: typeof ElConfigProvider;
    ElRadioButton: typeof ElRadioButton;
    ElRadioGroup: typeof ElRadioGroup;
  }
}
export {};
