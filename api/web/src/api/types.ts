/**
 * The page's names for the shapes of the server's answers. The shapes themselves are generated
 * from the OpenAPI document (`npm run types`); nothing about them is written by hand.
 */
import type { EventView, WatchdogPage } from "./api-types";

export type {
  AttemptView,
  AccountView as Account,
  AllowedCommand as Allowed,
  ClockPage,
  CallStepView as CallStep,
  CallView,
  ChannelStatus,
  ContactGaps,
  ContactImport,
  ContactView as Contact,
  OnDutyPage as OnDuty,
  MemberView as Member,
  GapView as Gap,
  DayView as RosterDay,
  RosterPage,
  RosterSheet,
  RosterFeed,
  ShiftView as Shift,
  SwapView as Swap,
  CommandPreview,
  AttachmentsPage,
  AttachmentView,
  DocumentField,
  DocumentLine,
  DrillView,
  RecordedEntry,
  RecordingView,
  InjectView as Inject,
  DocumentsPage,
  DocumentView,
  CriterionView as Criterion,
  DivisionView as Division,
  EndConditionView as EndCondition,
  Fact as PlanFact,
  FigureView as Figure,
  FindingView as Finding,
  GroupView as Group,
  ChangeView as HandoverChange,
  CurrentHandover,
  HandoverIncident,
  HandoverRow as Handover,
  HandoversPage,
  HandoverView,
  LogEntryView as LogEntry,
  SheetView as HandoverSheet,
  ShiftLogPage,
  EvaluatedIncident,
  EvaluationView as Evaluation,
  PlanChoices, ScenarioChecked, ScenarioChoices, ScenarioFinding, ScenarioRead, ScenarioSummary, ScenariosPage, ScenarioView,
  TrialProgress,
  TrialView as Trial,
  EvaluationRowView as EvaluationRow,
  EvaluationRemarkView as EvaluationRemark,
  EvaluationFindingView as EvaluationFinding,
  EvaluationSheetView as EvaluationSheet,
  SheetHeadingView as SheetHeading,
  SheetItemView as SheetItem,
  ImprovementView as Improvement,
  ImprovementsPage,
  ComparisonView as Comparison,
  GlancesView,
  IncidentView,
  LinkView as Link,
  ListedCall,
  MapView,
  ScreenView,
  MeasureView as Measure,
  DeliveriesPage,
  DeliveryRow as WebhookDelivery,
  NewToken,
  NewWebhook,
  WebhooksPage,
  WebhookView as Webhook,
  OpeningPreview,
  PlanSummary,
  PunctualityPage,
  PunctualityRow,
  PlanView as PlanDetail,
  OwnSession,
  ProposalView as Proposal,
  ServerJournalPage,
  Problem as ProblemBody,
  RoleName,
  SecondFactorSecret,
  SecondFactorState,
  SearchPage,
  Session,
  SlotView as Slot,
  StoreHealth,
  TokenView as Token,
  WatchdogPage as WatchdogFound,
  ContinuationState,
  JournalEnd,
} from "./api-types";

/** An entry whose data is read key by key, by catalogues that know the keys of each type. */
export type JournalEvent = Omit<EventView, "data"> & { data: Record<string, unknown> };

/** The watchdog's state, as frames carry it. */
export type { ClockState } from "./api-types";
export type Watchdog = Omit<WatchdogPage, "found">;

export type DocumentKind = import("./api-types").DocumentLine["kind"];

/** How the live drill stands, as frames carry it. */
export type DrillSign = Pick<
  import("./api-types").DrillView,
  "scenario" | "title" | "title_en" | "state" | "speed" | "controller" | "alarm" | "watches" | "reached" | "note" | "version" | "replays" | "recorded"
>;
export type { DrillWords, DrillPass, DrillLook, ParticipantIncident, ParticipantView as Participant, PartView as DrillPart } from "./api-types";
export type DrillAction = import("./api-types").ControlBody["action"];
