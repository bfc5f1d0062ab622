// Every text behind the sign-in: for the types of keys and for tests. The application loads one file per feature.
import channels from "./channels.json";
import clients from "./clients.json";
import crm from "./crm.json";
import dashboard from "./dashboard.json";
import deals from "./deals.json";
import importing from "./import.json";
import inbox from "./inbox.json";
import merges from "./merges.json";
import messages from "./messages.json";
import notifications from "./notifications.json";
import profile from "./profile.json";
import reports from "./reports.json";
import rules from "./rules.json";
import search from "./search.json";
import settings from "./settings.json";
import shell from "./shell.json";
import sources from "./sources.json";
import tasks from "./tasks.json";
import team from "./team.json";
import voice from "./voice.json";
import worktime from "./worktime.json";

export default {
  channels,
  clients,
  crm,
  dashboard,
  deals,
  import: importing,
  inbox,
  merges,
  messages,
  notifications,
  profile,
  reports,
  rules,
  search,
  settings,
  shell,
  sources,
  tasks,
  team,
  voice,
  worktime,
};
