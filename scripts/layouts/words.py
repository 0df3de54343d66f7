"""Invented words of councils that do not exist: themes, actions, posts, commentary."""

COUNCILS = [
    "Wexcombe Borough Council", "Harrowmere District Council", "Tidewell City Council", "Ormsby Vale Council",
    "Braywater Metropolitan Borough Council", "Kestrel Moor Council", "Northlea Town Council",
    "Fennimore County Council", "Stourhithe Council", "Callow and Penridge District Council",
    "Eastmarch Borough Council", "Lyndale City Council",
]
TITLES = [
    "Improvement Plan", "Corporate Improvement Plan", "Recovery and Improvement Plan", "Action Plan",
    "Peer Challenge Action Plan", "Children's Services Improvement Plan", "Housing Improvement Plan",
    "Climate Action Plan", "Equality Action Plan", "Delivery Plan", "Transformation Plan",
    "Local Code of Governance Action Plan",
]
TRACKERS = [
    "Audit Recommendations Tracker", "Recommendation Tracker", "External Audit Recommendations",
    "Scrutiny Recommendations Monitor", "Internal Audit Follow Up", "Inspection Recommendations Log",
]
THEMES = [
    "Leadership and Culture", "Housing Repairs", "Financial Sustainability", "Customer Experience",
    "Workforce and Skills", "Governance and Assurance", "Safeguarding Practice", "Digital and Data",
    "Planning and Place", "Procurement and Contracts", "Climate and Energy", "Early Help", "Public Health",
    "Highways and Travel", "Waste and Recycling", "Equality and Inclusion", "Leisure and Libraries",
    "Risk and Resilience", "Partnership Working", "Adult Social Care",
]
AREAS = [
    "Know the quality of practice", "Strengthen scrutiny and challenge", "Give staff the tools they need",
    "Listen to residents and act on what they say", "Bring budgets back into balance", "Make records reliable",
    "Recruit and keep experienced staff", "Respond quickly to complaints", "Plan together with partners",
    "Keep homes safe and warm", "Set clear standards and check them", "Get value from contracts",
    "Share information early", "Reduce the use of agency staff", "Publish clear performance data",
    "Make meetings count", "Support managers to lead", "Prevent problems before they grow",
]
VERBS = [
    "Agree", "Review", "Develop", "Publish", "Implement", "Refresh", "Complete", "Establish", "Commission",
    "Introduce", "Deliver", "Audit", "Consult on", "Approve", "Embed", "Roll out", "Redesign", "Test", "Strengthen",
    "Set up", "Map", "Replace", "Adopt", "Report on", "Simplify",
]
OBJECTS = [
    "a revised scheme of delegation", "the complaints procedure", "a workforce strategy", "the asset register",
    "a three year savings programme", "the repairs backlog", "an induction programme for managers",
    "the quality assurance framework", "a data protection refresher", "the contract register",
    "a customer charter", "the fire safety programme", "a single case management system",
    "the medium term financial plan", "a training plan for councillors", "the risk register",
    "the supervision policy", "a forward plan of decisions", "the void property process",
    "an apprenticeship offer", "the business continuity plans", "a tenant satisfaction survey",
    "the whistleblowing policy", "the school transport contract", "an energy survey of public buildings",
    "the staff appraisal scheme", "a cycle route audit", "the grants programme", "a plain guide to planning fees",
    "the out of hours service", "a dashboard of key measures", "the allocations policy", "the fleet replacement plan",
    "a lessons learned log", "the emergency contact list", "a volunteer agreement", "the care leavers offer",
]
TAILS = [
    "for all services", "with partners", "and report progress quarterly", "across the three localities",
    "so that decisions are recorded", "in line with the new guidance", "and train all relevant staff",
    "to reduce waiting times by 20%", "including a review of fees and charges", "before the new financial year",
    "and share the findings with members", "with clear milestones and owners", "for frontline teams",
    "to meet the regulator's standards", "and publish the outcome on the website",
    "with support from the Local Government Association", "using feedback from residents",
    "and remove duplicate steps", "in at least 12 wards", "including schools and academies",
    "so that urgent cases are seen within 24 hours", "", "", "",
]
SECONDS = [
    "Findings will be taken to the next board.", "This includes a full equality impact assessment.",
    "Priority will be given to the oldest cases.", "Progress to be checked at six months.",
    "A communications plan will support the launch.", "Costs to be met from existing budgets.",
]
POSTS = [
    "Director of Housing", "Head of Finance", "Chief Executive", "Monitoring Officer", "Head of Human Resources",
    "Director of Place", "Head of Planning", "Head of Customer Services", "Director of Children's Services",
    "Head of Internal Audit", "Section 151 Officer", "Head of Procurement", "Head of Digital", "Repairs Manager",
    "Principal Social Worker", "Head of Legal Services", "Service Manager Early Help", "Director of Public Health",
    "Head of Communications", "Assistant Director Resources", "Head of Property", "Performance Manager",
    "Democratic Services Manager", "Waste Contract Manager", "Climate Programme Manager",
]
PEOPLE = [
    "Priya Nair", "Tom Ashdown", "Rhian Price", "Grace Okoro", "Daniel Whitlock", "Sofia Marsh", "Imran Sheikh",
    "Helen Tranter", "Joe Baxendale", "Moira Kerr", "Callum Reid", "Anita Desai",
]
COMMENTS = {
    "done": [
        "Action complete and closed.", "Completed; approved by Cabinet in May.", "Delivered ahead of schedule.",
        "Policy adopted and published on the intranet.", "Training delivered to 86 managers.",
        "All recommendations implemented and evidence filed.",
    ],
    "good": [
        "Work is on track and the first draft has been shared.", "Consultation closed with 412 responses.",
        "Project team in place and meeting fortnightly.", "Contract awarded; mobilisation has begun.",
        "Survey sent to all tenants.", "Good progress with two of four milestones met.",
        "Draft framework considered by the management team.", "Recruitment is under way for two posts.",
    ],
    "risk": [
        "Some slippage while the supplier is replaced.", "Staff absence has delayed the second phase.",
        "Funding for phase two is not yet confirmed.", "Resource pressures are being managed within the team.",
        "Awaiting revised guidance from government.", "Software testing found issues that need fixing first.",
    ],
    "late": [
        "The deadline has been missed and a new date is being agreed.", "Work has stopped pending legal advice.",
        "No suitable bids were received.", "Recruitment failed twice; options paper going to the board.",
    ],
    "wait": [
        "Not yet started.", "Will begin once the review reports.", "Planned for the second half of the year.",
        "Dependent on the new system going live.",
    ],
}
MORE = [
    "Next update will be given to the committee in the autumn.", "Officers met partners twice this quarter.",
    "The board asked for a short note on costs.", "A revised timetable has been agreed with the sponsor.",
    "Ward members have been briefed.", "Evidence has been added to the shared folder.",
    "Feedback so far has been positive, although take-up varies between localities.",
    "Average waiting time has fallen from 31 to 19 days.", "Spend to date is £48,500 against a budget of £60,000.",
    "Further sessions are planned for night staff.",
]
POINTS = [
    "guidance rewritten", "two pilots finished", "drop-in sessions held", "backlog cut to 140 cases",
    "new forms in use", "champions named in each team", "costs agreed with finance", "weekly checks started",
]
INTROS = [
    "This report sets out progress against each action agreed by the Council.",
    "Ratings have been agreed by the officers responsible and checked by the programme office.",
    "The plan is reviewed every month and reported to Cabinet each quarter.",
    "Actions that were closed before this period are kept so that the record is complete.",
]
SECTION_TEXTS = [
    "This theme brings together the work that residents told us matters most to them.",
    "The review found that responsibilities were unclear and that progress was not checked often enough.",
    "Our ambition is a service that gets things right first time and explains what it is doing.",
]
NOTES = [
    "Note: ratings may change when the quarter's figures are confirmed.",
    "Note: dates shown are those agreed at the last board.",
]
MEASURES = [
    "95% of cases closed in time", "All managers trained", "Board minute", "Fewer repeat complaints", "Published report",
    "Signed agreement in place", "Two audits with no findings", "Staff survey up by five points", "Waiting list below 200",
    "Register complete and checked", "Quarterly data shows improvement", "Policy adopted",
]
COSTS = ["£12,000", "£45,000", "Existing budget", "£8,500", "Nil", "£120,000", "Officer time", "£30,000"]
HEADERS = {
    "measure": ["Success measure", "Measure of success", "How we will know", "Outcome measure"],
    "cost": ["Cost", "Resources", "Budget"],
    "ref": ["Ref", "Ref.", "No.", "Ref No", "Action Ref", "ID", "No", "Ref no."],
    "action": ["Action", "Actions", "Key action", "Agreed action", "Action required", "What we will do", "Task",
               "Improvement action", "Activity"],
    "recommendation": ["Recommendation", "Agreed action", "Recommendations"],
    "due": ["Target date", "Due date", "Completion date", "Timescale", "By when", "Deadline", "Target completion date",
            "Due", "Date for completion"],
    "lead": ["Lead", "Lead officer", "Action lead", "Owner", "Responsible officer", "Action owner", "By whom",
             "Person responsible", "Delivery lead"],
    "comment": ["Progress", "Commentary", "Progress update", "Update", "Comments", "Latest position", "Current position",
                "Progress to date", "Headline commentary"],
    "status": ["Status", "RAG", "BRAG", "RAG status", "RAG rating", "BRAG rating", "BRAG status", "Rating"],
}
LEGEND_TITLES = ["Key", "Key to ratings", "Legend", "RAG key", "Status key", "Key to status"]
MEANINGS = {
    "blue": ["Complete", "Action completed", "Delivered and closed"],
    "green": ["On track", "On target for the agreed date", "Progress as planned"],
    "amber": ["At risk of missing the date", "Some delay", "Behind schedule but recoverable"],
    "red": ["Overdue", "Off track", "Date missed or serious concern"],
    "grey": ["Not yet due to start", "Not started"],
}
STATUS_WORDS = {
    "blue": ["Complete", "Completed", "Closed"], "green": ["On track", "In progress", "On target"],
    "amber": ["At risk", "Delayed", "Minor delay"], "red": ["Overdue", "Off track", "Late"],
    "grey": ["Not started", "Not yet due"],
}
SHADES = {
    "blue": ["#0070c0", "#2e75b6", "#1f5fa8", "#4472c4", "#00a2e8"],
    "green": ["#00b050", "#70ad47", "#3a9d4a", "#92d050", "#2e8540"],
    "amber": ["#ffc000", "#f6b21b", "#ffbf00", "#f4a100"],
    "red": ["#ff0000", "#c00000", "#d9352c", "#e03c31"],
    "grey": ["#a6a6a6", "#bfbfbf", "#969696", "#8c8c8c"],
}
