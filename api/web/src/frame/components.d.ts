/** Types of the components that element.ts registers for all templates. */
import type {
  ElButton,
  ElCheckbox,
  ElConfigProvider,
  ElDialog,
  ElInput,
  ElOption,
  ElRadioButton,
  ElRadioGroup,
  ElSelect,
} from "element-plus";

declare module "vue" {
  interface GlobalComponents {
    ElButton: typeof ElButton;
    ElCheckbox: typeof ElCheckbox;
    ElConfigProvider: typeof ElConfigProvider;
    ElDialog: typeof ElDialog;
    ElInput: typeof ElInput;
    ElOption: typeof ElOption;
    ElRadioButton: typeof ElRadioButton;
    ElRadioGroup: typeof ElRadioGroup;
    ElSelect: typeof ElSelect;
  }
}
export {};
