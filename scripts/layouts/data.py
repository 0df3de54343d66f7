"""Invented tables of data: leagues, results, elections, budgets, wards, films, records, weather."""

TEAMS = ["Ashford Rovers", "Burle Town", "Corve United", "Dunmere", "Eddlestone Athletic", "Farrow Vale", "Glanford City", "Hale Park Rangers",
         "Inchmoor", "Jarrow Bridge", "Kelso Wanderers", "Lorton Albion", "Marsh End", "Norwood & District", "Oakhurst", "Penmoor County",
         "Quarry Hill", "Ribble Dynamo", "Sandholme", "Thorne Victoria"]
PLACES = ["Abbotsley", "Bramcote", "Castle Hill", "Denby Green", "Eastfield", "Fernley", "Goose Common", "Harbourside", "Ivybank", "Kingsmead",
          "Lower Marsh", "Millfield North", "Millfield South", "Northgate", "Old Town", "Priory & St Anne's", "Queen's Park", "Riverside",
          "St Mary's", "Thornhill", "Upper Leys", "Victoria", "Westbourne", "Yardley Cross"]
PEOPLE = ["Amelia Rowe", "Ben Castell", "Carys Lund", "David Osei", "Elena Marchetti", "Farid Haddad", "Gwen Tallis", "Hugo Lindqvist",
          "Isla Merrick", "Jonas Weir", "Keiko Tanabe", "Liam O'Dowd", "Marta Kowal", "Nadia Rahman", "Oscar Pell", "Petra Vance", "Ruth Adeyemi",
          "Samuel Thorpe", "Tessa Bright", "Viktor Hale"]
PARTIES = ["Progressive", "Civic Union", "Green Alliance", "Independent", "Rural Party", "Reform List", "Labour & Trades"]
SERVICES = ["Adult social care", "Children's services", "Highways and transport", "Waste collection", "Libraries", "Parks and open spaces",
            "Planning", "Housing benefit", "Public health", "Corporate support", "Debt charges", "Environmental health", "Leisure centres",
            "Council tax support", "Contingency", "Museums", "Street lighting", "Trading standards"]
FILMS = ["The Salt Road", "Winter Harbour", "A Quiet Ledger", "Lanterns", "Nine Miles to Dover", "The Understudy", "Paper Boats", "Glass Hours",
         "The Last Ferry", "Kestrel", "Northbound", "Echo Street", "The Orchard Keeper", "Half Light", "Marigold", "Two Rivers"]
ROLES = ["Clerk", "Dr Hallam", "Narrator", "Captain Reyes", "Mrs Pole", "Inspector Voss", "Herself", "The Miller", "Young Tom", "Anna"]
NOTES = ["Also producer", "Short film", "Voice", "Nominated for best supporting actor", "Television film", "Uncredited", "", "", ""]
COUNTRIES = ["Norland", "Esmark", "Valdia", "Costa Rima", "Tarsia", "Ostrava Isles", "Kingdom of Lenn", "Quilland", "Merania", "Sorrel", "Pellan Republic"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
LONG = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def thousands(n):
    return f"{n:,}"


def league(rng):
    rows = []
    for team in rng.sample(TEAMS, rng.randint(8, 20)):
        won, drawn, lost = rng.randint(2, 20), rng.randint(1, 12), rng.randint(2, 18)
        scored, against = rng.randint(18, 80), rng.randint(18, 80)
        rows.append([team, won + drawn + lost, won, drawn, lost, scored, against, scored - against, 3 * won + drawn])
    rows.sort(key=lambda r: -r[8])
    head = rng.choice([["Pos", "Team", "Pld", "W", "D", "L", "GF", "GA", "GD", "Pts"], ["Position", "Club", "Played", "Won", "Drawn", "Lost", "For", "Against", "Difference", "Points"]])
    return [head] + [[i, r[0], *r[1:7], f"{r[7]:+d}".replace("-", "−"), r[8]] for i, r in enumerate(rows, 1)]


def results(rng):
    rows, day = [["Week", "Date", "Opponent", "Result", "Attendance"]], rng.randint(1, 9)
    year = rng.randint(1960, 2022)
    for week in range(1, rng.randint(10, 18)):
        date = f"{LONG[8 + (week // 5) % 4]} {day + (week * 7) % 20}, {year}"
        rows.append([week, date, rng.choice(["at ", ""]) + rng.choice(TEAMS), f"{rng.choice('WLD')} {rng.randint(0, 40)}–{rng.randint(0, 40)}", thousands(rng.randint(900, 61000))])
    return rows


def election(rng):
    head = ["Party", "Candidate", "Votes", "%", "±%"]
    shares = [rng.random() for _ in range(rng.randint(5, 7))]
    total = rng.randint(8000, 42000)
    rows = []
    for party, person, share in zip(rng.sample(PARTIES, len(shares)), rng.sample(PEOPLE, len(shares)), sorted(shares, reverse=True)):
        part = share / sum(shares)
        rows.append([party, person, thousands(int(total * part)), f"{100 * part:.1f}", rng.choice([f"{rng.choice('+−')}{rng.uniform(0.1, 9):.1f}", "New", "N/A"])])
    rows.append([("Majority", 2), thousands(rng.randint(20, 4000)), f"{rng.uniform(1, 9):.1f}", ""])
    rows.append([("Turnout", 2), thousands(total), f"{rng.uniform(31, 72):.1f}", f"−{rng.uniform(0, 4):.1f}"])
    return [head] + rows


def budget(rng):
    year = rng.randint(2015, 2024)
    rows = []
    for service in rng.sample(SERVICES, rng.randint(8, 16)):
        a = rng.randint(300, 90000)
        b = int(a * rng.uniform(0.8, 1.25))
        change = b - a
        rows.append([service, thousands(a), thousands(b), thousands(change) if change >= 0 else f"({thousands(-change)})", f"{100 * change / a:.1f}%"])
    rows.append(["Total", thousands(rng.randint(200000, 400000)), thousands(rng.randint(200000, 400000)), thousands(rng.randint(100, 9000)), f"{rng.uniform(0.2, 4):.1f}%"])
    if rng.random() < 0.5:
        return [["Service", f"{year}/{(year + 1) % 100:02} £000", f"{year + 1}/{(year + 2) % 100:02} £000", "Change £000", "Change %"]] + rows
    return [[("Service", 1, 2), ("Net budget £000", 2), ("Change", 2)], [f"{year}/{(year + 1) % 100:02}", f"{year + 1}/{(year + 2) % 100:02}", "£000", "%"]] + rows


def wards(rng):
    years = sorted(rng.sample([1991, 2001, 2011, 2021], rng.randint(2, 4)))
    head = ["Ward", "Area (km²)"] + [f"Population {y}" for y in years] + ["Density"]
    rows = [[p, f"{rng.uniform(0.8, 30):.2f}"] + [thousands(rng.randint(2100, 14800)) for _ in years] + [thousands(rng.randint(80, 6200))] for p in sorted(rng.sample(PLACES, rng.randint(9, 22)))]
    return [head] + rows


def films(rng):
    """A year may stand for several films."""
    rows, year = [["Year", "Title", "Role", "Notes"]], rng.randint(1985, 2008)
    titles = rng.sample(FILMS, rng.randint(8, 15))
    spans = rng.random() < 0.6
    while titles:
        count = min(len(titles), rng.choice([1, 1, 1, 2, 3]))
        for k in range(count):
            row = [titles.pop(), rng.choice(ROLES), rng.choice(NOTES)]
            rows.append(([(str(year), 1, count)] if k == 0 else []) + row if spans else [str(year)] + row)
        year += rng.randint(1, 3)
    return rows


def medals(rng):
    rows = [["Rank", "Nation", "Gold", "Silver", "Bronze", "Total"]]
    for rank, nation in enumerate(rng.sample(COUNTRIES, rng.randint(6, 11)), 1):
        n = [rng.randint(0, 12) for _ in range(3)]
        rows.append([rank, nation, *n, sum(n)])
    rows.append([("Total", 2)] + [rng.randint(30, 60) for _ in range(4)])
    return rows


def weather(rng):
    head = ["Month"] + MONTHS + ["Year"]
    rows = [head]
    for name, low, high in [("Record high °C", 12, 36), ("Mean daily maximum °C", 5, 24), ("Mean daily minimum °C", -2, 14), ("Rainfall mm", 30, 110), ("Rain days", 7, 16), ("Sunshine hours", 40, 220)]:
        rows.append([name] + [f"{rng.uniform(low, high):.1f}".replace("-", "−") for _ in range(13)])
    return rows


def swimmers(rng):
    rows = [["Heat", "Lane", "Name", "Nationality", "Time", "Notes"]]
    for k in range(rng.randint(12, 24)):
        rows.append([k // 8 + 1, k % 8 + 1, rng.choice(PEOPLE), rng.choice(COUNTRIES), rng.choice([f"{rng.randint(1, 2)}:{rng.randint(10, 59)}.{rng.randint(10, 99)}", f"{rng.randint(48, 59)}.{rng.randint(10, 99)}", "DNS"]), rng.choice(["", "", "Q", "NR", "Q, NR"])])
    return rows


def buildings(rng):
    rows = [["Name", "Location", "Height (m)", "Floors", "Year", "Use"]]
    for place in rng.sample(PLACES, rng.randint(8, 16)):
        rows.append([f"{place} {rng.choice(['Tower', 'House', 'Exchange', 'Court', 'Mill'])}", rng.choice(PLACES), f"{rng.uniform(40, 190):.1f}", rng.choice([str(rng.randint(9, 52)), "–"]), rng.randint(1890, 2023), rng.choice(["Residential", "Office", "Hotel and residential", "Mixed use", "Warehouse (converted)"])])
    return rows


def stations(rng):
    rows = [["Station", "Opened", "Lines", "Passengers 2021/22 (millions)", "Remarks"]]
    for place in rng.sample(PLACES, rng.randint(8, 18)):
        rows.append([place, f"{rng.randint(1, 28)} {rng.choice(LONG)} {rng.randint(1846, 1998)}", rng.choice(["Coast", "Valley", "Coast, Valley", "Harbour branch"]), f"{rng.uniform(0.04, 7):.2f}", rng.choice(["", "", "Step-free access", "Renamed from " + rng.choice(PLACES) + " Road", "Rebuilt after the fire of 1923"])])
    return rows


def episodes(rng):
    rows = [["No.", "Title", "Directed by", "Written by", "Original air date", "Viewers (millions)"]]
    for k in range(1, rng.randint(7, 14)):
        rows.append([k, rng.choice(FILMS), rng.choice(PEOPLE), " and ".join(rng.sample(PEOPLE, rng.randint(1, 2))), f"{rng.randint(1, 28)} {rng.choice(LONG)} {rng.randint(2001, 2020)}", f"{rng.uniform(1, 9):.2f}"])
    return rows


def sentence(rng, least, most):
    """Some words that read as a remark."""
    words = (PURPOSES[rng.randrange(len(PURPOSES))] + " " + PURPOSES[rng.randrange(len(PURPOSES))].lower()).split()
    return " ".join(words[:rng.randint(least, most)])


PURPOSES = ["Repairs to the roof and the east wall after the storm", "New equipment for the youth club and its minibus", "A season of free concerts in the market square",
            "Footpath works along the old canal towards the lock", "Training for volunteers at the food bank", "Replacing windows and the boiler in the village hall",
            "Recording the memories of former mill workers", "Planting three hundred trees with local schools", "Opening the tower to visitors each summer weekend"]


def grants(rng):
    rows = [["Organisation", "Purpose", "Ward", "Awarded", "Amount (£)", "Conditions"]]
    for _ in range(rng.randint(7, 14)):
        rows.append([f"{rng.choice(PLACES)} {rng.choice(['Community Association', 'Scouts', 'Bowls Club', 'Residents Group', 'History Society'])}", sentence(rng, 5, 16), rng.choice(PLACES),
                     f"{rng.choice(LONG)} {rng.randint(2018, 2024)}", thousands(rng.randint(200, 24000)), rng.choice(["", "", "Match funding", "Report within twelve months", sentence(rng, 4, 9)])])
    return rows


def listed(rng):
    """Buildings with a description; some wards stand for several."""
    rows, n = [["Ward", "Building", "Grade", "Built", "Description", "List entry"]], 0
    for ward in rng.sample(PLACES, rng.randint(5, 8)):
        count = rng.choice([1, 1, 2, 3])
        for k in range(count):
            n += 1
            rows.append(([(ward, 1, count)] if k == 0 else []) + [f"{rng.choice(['The Old', 'Number ' + str(rng.randint(2, 99)), 'Former'])} {rng.choice(['Rectory', 'Corn Exchange', 'Toll House', 'Chapel', 'Brewery'])}",
                        rng.choice(["I", "II", "II*"]), rng.choice([f"c. {rng.randint(1500, 1890)}", f"{rng.randint(1600, 1900)}–{rng.randint(1901, 1930)}", "Unknown"]), sentence(rng, 6, 18), str(1100000 + rng.randint(0, 299999))])
    return rows


def voyages(rng):
    rows = [["No", "Ship", "Captain", "Departed", "Returned", "Cargo and remarks"]]
    for k in range(1, rng.randint(7, 13)):
        year = rng.randint(1780, 1860)
        rows.append([k, rng.choice(FILMS), rng.choice(PEOPLE), f"{rng.randint(1, 28)} {rng.choice(LONG)} {year}", rng.choice([f"{rng.choice(LONG)} {year + 1}", "Did not return", "–"]), rng.choice(["", sentence(rng, 3, 15), sentence(rng, 3, 15)])])
    return rows


KINDS = [grants, listed, voyages, league, results, election, budget, wards, films, medals, weather, swimmers, buildings, stations, episodes]


def make(rng, kind=None):
    """Rows of cells: (text, columns, rows), the covered ones left out."""
    rows = (kind or rng.choice(KINDS))(rng)
    full = lambda c: (str(c[0]), c[1], c[2] if len(c) > 2 else 1) if isinstance(c, tuple) else (str(c), 1, 1)
    return [[full(c) for c in row] for row in rows]


def cells(rows):
    """[row, column, rows, columns, text] of each cell."""
    out, taken = [], set()
    for r, row in enumerate(rows):
        c = 0
        for text, wide, high in row:
            while (r, c) in taken:
                c += 1
            out.append([r, c, high, wide, text])
            taken |= {(r + i, c + j) for i in range(high) for j in range(wide)}
            c += wide
    return out
