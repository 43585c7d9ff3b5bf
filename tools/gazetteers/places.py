"""Countries, German towns and districts, cities of the world."""

import re
from collections import defaultdict

from tables import folded, letters, read, unique

# Towns whose name is also an ordinary word, and some whose name is a given name. Surnames come from the fact table.
WORDS = set("""
Achim Alpen Altstadt Anger Apen Aub Aue Bach Barby Barth Bauen Berg Bergen Bergstraße Berne Bogen Bous Brake Brand Brandis Brechen
Bruck Buchau Buchen Buchholz Bunde Burg Büchen Bünde Bürgel Börde Calden Dahlem Dahlen Dahme Damme Dassel Daun Diez Dorfen Ebern Eching Eisenberg
Elz Elze Ende Engen Enger Ense Essen Feld Feucht Flieden Forst Friedland Friesland Füssen Garz Geyer Gleichen Glashütte Goldbach Grafschaft
Grund Haag Haar Hage Hagen Halle Halver Harz Hatten Hausen Heide Hille Hinte Hof Holle Hoya Hude Huy Höhe Inden Isen Jade Kahl
Kall Kamen Kirchheim Kirn Korb Krempe Kropp Kuchen Lage Langen Lathen Lauf Laufen Leck Leer Lehre Leimen Lich
Linden Lippe Lohne Lorch Lotte Löhne Magdala March Mark Marne Meine Mengen Much Munster Murg Murr Neuhaus Neuhof Neumark Neumarkt
Neustadt Norden Oberhof Olfen Owen Peine Perl Plan Plaue Prien Rain Recke Rees Regen Reken Rosengarten Roth Rott Salem Salz Sand Sande Schlangen Schmelz
Schotten Schwaben Schwerte Schöneck Seeland Seefeld Selb Selters Senden Singen Sinn Spalt Speicher Spelle Springe Stein Steinen Stelle Stolpen
Stößen Sulz Sundern Süßen Tamm Tann Tanna Tarp Tessin Thale Thum Titz Treuen Twist Uder Ulmen Unkel Velen Velten Verl Wabern Wald Waldeck Waldsee
Wangen Waren Wedel Weener Wehr Weiden Weida Weil Weingarten Wenden Werder Werne Wetter Wissen Zeil Zell Zeven
""".split())

# Adjectives of towns that the rule below gets wrong or does not make.
TOWN_ADJECTIVES = {
    "Hannover": "Hannoveraner;hannoversch", "München": "Münchner;Münchener", "Dresden": "Dresdner;Dresdener", "Halle (Saale)": "Hallenser;hallesch",
    "Münster": "Münsteraner", "Zwickau": "Zwickauer", "Göttingen": "Göttinger", "Saarbrücken": "Saarbrücker", "Zweibrücken": "Zweibrücker",
    "Kaiserslautern": "Lauterer;Kaiserslauterer", "Mühlhausen": "Mühlhäuser", "Nordhausen": "Nordhäuser", "Schaffhausen": "Schaffhauser",
    "Weimar": "Weimarer", "Jena": "Jenaer;Jenenser", "Gera": "Geraer", "Gotha": "Gothaer", "Fulda": "Fuldaer", "Emden": "Emder", "Leer": "Leeraner",
    "Minden": "Mindener", "Verden": "Verdener", "Verden (Aller)": "Verdener", "Leer (Ostfriesland)": "Leeraner", "Singen (Hohentwiel)": "Singener", "Menden (Sauerland)": "Mendener",
    "Limburg an der Lahn": "Limburger", "Langen (Hessen)": "Langener", "Neumarkt in der Oberpfalz": "Neumarkter", "Sundern (Sauerland)": "Sunderner", "Waren (Müritz)": "Warener", "Wangen im Allgäu": "Wangener", "Kassel": "Kasseler;Kassler", "Darmstadt": "Darmstädter", "Ingolstadt": "Ingolstädter", "Rastatt": "Rastatter",
    "Frankfurt am Main": "Frankfurter", "Frankfurt (Oder)": "", "Freiburg im Breisgau": "Freiburger", "Offenbach am Main": "Offenbacher",
    "Ludwigshafen am Rhein": "Ludwigshafener", "Mülheim an der Ruhr": "Mülheimer", "Kempten (Allgäu)": "Kemptener", "Brandenburg an der Havel": "",
    "Neustadt an der Weinstraße": "Neustadter", "Esslingen am Neckar": "Esslinger", "Solingen": "Solinger", "Köln": "Kölner;kölnisch",
    "Oldenburg": "Oldenburger;oldenburgisch", "Mainz": "Mainzer", "Essen": "Essener", "Dessau-Roßlau": "Dessauer", "Bottrop": "Bottroper",
    "Baden-Baden": "", "Garmisch-Partenkirchen": "", "Villingen-Schwenningen": "", "Bremerhaven": "Bremerhavener", "Wilhelmshaven": "Wilhelmshavener",
    "Cuxhaven": "Cuxhavener", "Friedrichshafen": "Friedrichshafener", "Worms": "Wormser", "Trier": "Trierer", "Gießen": "Gießener", "Siegen": "Siegener",
    "Hagen": "Hagener", "Hof": "", "Burg": "", "Speyer": "Speyerer;Speyrer", "Hannoversch Münden": "", "Fürth": "Fürther", "Coburg": "Coburger",
    "Celle": "Celler", "Karlsruhe": "Karlsruher", "Neuss": "Neusser", "Unna": "Unnaer", "Herne": "Herner", "Cottbus": "Cottbuser;Cottbusser",
    "Görlitz": "Görlitzer", "Chemnitz": "Chemnitzer", "Rostock": "Rostocker", "Stade": "Stader", "Wismar": "Wismarer;Wismaraner", "Kleve": "Klever", "Erlangen": "Erlanger",
    "Saarlouis": "Saarlouiser", "Homburg": "Homburger", "Neunkirchen": "", "Wetzlar": "Wetzlarer", "Goslar": "Goslarer", "Aachen": "Aachener", "Duisburg": "Duisburger",
}
# Short forms that the rules below do not find: official name -> name that texts use.
TOWN_NAMES = {
    "Hann. Münden": "Hannoversch Münden", "Höchst i. Odw.": "Höchst im Odenwald",
    "Oldenburg (Oldb)": "Oldenburg", "Cottbus/Chóśebuz": "Cottbus", "Lahr/Schwarzwald": "Lahr", "Bad Homburg v. d. Höhe": "Bad Homburg vor der Höhe",
    "Rostock": "Rostock", "Bautzen/Budyšin": "Bautzen", "Hoyerswerda/Wojerecy": "Hoyerswerda", "Lübben (Spreewald)/Lubin (Błota)": "Lübben",
    "Weil am Rhein": "Weil am Rhein", "Kempten (Allgäu)": "Kempten (Allgäu)", "Garching b. München": "Garching bei München", "Neumarkt i. d. OPf.": "Neumarkt in der Oberpfalz",
    "Weiden i. d. OPf.": "Weiden in der Oberpfalz", "Wörth am Rhein": "Wörth am Rhein", "Homburg": "Homburg", "Sankt Wendel": "St. Wendel", "Sankt Ingbert": "St. Ingbert",
}
TOWN_ALIASES = {
    "Frankfurt am Main": ["Frankfurt", "Frankfurt a. M.", "Frankfurt/Main", "Mainmetropole"], "Freiburg im Breisgau": ["Freiburg"],
    "Offenbach am Main": ["Offenbach"], "Ludwigshafen am Rhein": ["Ludwigshafen"], "Mülheim an der Ruhr": ["Mülheim"], "Esslingen am Neckar": ["Esslingen"],
    "Rüsselsheim am Main": ["Rüsselsheim"], "Heidenheim an der Brenz": ["Heidenheim"], "Bad Homburg vor der Höhe": ["Bad Homburg"],
    "Frankfurt (Oder)": ["Frankfurt an der Oder", "Frankfurt/Oder"], "Kempten (Allgäu)": ["Kempten"], "Halle (Saale)": ["Halle", "Halle an der Saale", "Halle/Saale"],
    "Neustadt an der Weinstraße": ["Neustadt/Weinstraße"], "Brandenburg an der Havel": ["Brandenburg/Havel"], "Weiden in der Oberpfalz": ["Weiden"],
    "Oldenburg": ["Oldenburg (Oldb)", "Oldenburg in Oldenburg"], "Cottbus": ["Cottbus/Chóśebuz"], "Bautzen": ["Bautzen/Budyšin"], "Garching bei München": ["Garching"],
}
WORLD_NAMES = {  # GeoNames name -> (German name, other forms)
    "Geneva": ("Genf", ["Genève"]), "Antwerp": ("Antwerpen", []), "Ostend": ("Ostende", []), "Kyiv": ("Kyjiw", ["Kiew", "Kyiv"]), "Luzern": ("Luzern", []),
    "Sankt Gallen": ("St. Gallen", ["Sankt Gallen"]), "Biel/Bienne": ("Biel", []), "Odesa": ("Odessa", ["Odesa"]), "Mykolayiv": ("Mykolajiw", []),
    "Zaporizhzhya": ("Saporischschja", []), "Kryvyy Rih": ("Krywyj Rih", []), "Vinnytsya": ("Winnyzja", []), "Chernihiv": ("Tschernihiw", []), "Zhytomyr": ("Schytomyr", []),
    "Venice": ("Venedig", []), "Trieste": ("Triest", []), "Padua": ("Padua", []), "Białystok": ("Białystok", ["Bialystok"]), "Katowice": ("Kattowitz", ["Katowice"]),
    "Gliwice": ("Gleiwitz", ["Gliwice"]), "Opole": ("Oppeln", ["Opole"]), "Toruń": ("Thorn", ["Toruń"]), "Olsztyn": ("Allenstein", ["Olsztyn"]), "Bydgoszcz": ("Bromberg", ["Bydgoszcz"]),
    "Gdynia": ("Gdynia", ["Gdingen"]), "Ostrava": ("Ostrava", ["Ostrau"]), "Liberec": ("Reichenberg", ["Liberec"]), "Olomouc": ("Olmütz", ["Olomouc"]),
    "New York City": ("New York", ["New York City", "New York Stadt"]), "Washington": ("Washington", ["Washington D.C.", "Washington, D.C."]), "Québec": ("Québec", ["Quebec City"]),
    "'s-Hertogenbosch": ("'s-Hertogenbosch", ["Den Bosch"]), "Arnhem": ("Arnheim", ["Arnhem"]), "Almere Stad": ("Almere", []), "Gasteiz / Vitoria": ("Vitoria-Gasteiz", []),
    "Donostia / San Sebastián": ("San Sebastián", []), "Cadiz": ("Cádiz", []), "Gothenburg": ("Göteborg", []), "Bucharest": ("Bukarest", []), "Ljubljana": ("Ljubljana", ["Laibach"]),
    "Bratislava": ("Bratislava", ["Pressburg"]), "Jerusalem": ("Jerusalem", []), "Tel Aviv": ("Tel Aviv", ["Tel Aviv-Jaffa"]), "Beersheba": ("Be'er Scheva", ["Beerscheba", "Be’er Sheva", "Beer Sheva"]),
    "Haifa": ("Haifa", []), "Seoul": ("Seoul", []), "Busan": ("Busan", []), "Beijing": ("Peking", []), "Shanghai": ("Shanghai", ["Schanghai"]), "Guangzhou": ("Guangzhou", ["Kanton"]),
    "Saint Petersburg": ("Sankt Petersburg", ["St. Petersburg"]), "Klagenfurt am Wörthersee": ("Klagenfurt", []), "Reykjavík": ("Reykjavík", []),
    "Montréal": ("Montréal", ["Montreal"]), "Kharkiv": ("Charkiw", ["Charkow"]), "Lviv": ("Lemberg", ["Lwiw"]), "San Jose": ("San José", []), "Vatican City": ("Vatikan", []), "Cape Town": ("Kapstadt", []), "Panama City": ("Panama-Stadt", []), "Ho Chi Minh City": ("Ho-Chi-Minh-Stadt", ["Saigon"]),
    "Kuwait City": ("Kuwait-Stadt", []), "Guatemala City": ("Guatemala-Stadt", []), "Mashhad": ("Maschhad", []), "Jeddah": ("Dschidda", []), "Sevastopol": ("Sewastopol", []),
    "Lutsk": ("Luzk", []), "Cherkasy": ("Tscherkassy", []), "Rivne": ("Riwne", []), "Makiyivka": ("Makijiwka", []),
    "Bengaluru": ("Bengaluru", ["Bangalore"]), "Cluj-Napoca": ("Cluj-Napoca", ["Klausenburg"]), "Thessaloniki": ("Thessaloniki", ["Saloniki"]), "Košice": ("Košice", ["Kaschau"]),
    "Chisinau": ("Chișinău", ["Chisinau"]), "Helsinki": ("Helsinki", []), "Tallinn": ("Tallinn", ["Reval"]), "Tel Aviv-Yafo": ("Tel Aviv", []),
}
WORLD_ADJECTIVES = {
    "Wien": "Wiener", "Zürich": "Zürcher", "Basel": "Basler", "Genf": "Genfer", "Paris": "Pariser", "Straßburg": "Straßburger", "London": "Londoner", "Brüssel": "Brüsseler",
    "Luxemburg": "", "Prag": "Prager", "Warschau": "Warschauer", "Breslau": "Breslauer", "Moskau": "Moskauer", "Kyjiw": "Kiewer", "Rom": "", "Mailand": "Mailänder", "Bern": "Berner",
    "Amsterdam": "Amsterdamer", "Den Haag": "Haager", "Kopenhagen": "Kopenhagener", "Stockholm": "Stockholmer", "Linz": "Linzer", "Graz": "Grazer", "Innsbruck": "Innsbrucker",
    "Washington": "Washingtoner", "New York": "New Yorker", "Peking": "Pekinger", "Tokio": "Tokioter", "Budapest": "Budapester", "Athen": "Athener", "St. Gallen": "St. Galler", "Luzern": "Luzerner",
    "Trient": "Trienter", "Bozen": "Bozner;Bozener", "Posen": "Posener", "Sofia": "Sofioter", "Brest": "Brester", "Thorn": "Thorner",
}
# Names of cities abroad that are ordinary words, surnames or other things more often than cities.
WORLD_WORDS = set("""
Angers Assen Aurora Austin Bath Biel Bromberg Cali Charlotte Columbus Córdoba Delta Derby Ede Emmen Essen Este Fez Florence Goma Halifax Hamilton
Henderson Hoorn Jackson Kanton Kingston Lara Laval Leon Lima Lincoln Linz Lund Madison Mahé Male Merida Mesa Milton Mobile Mons Moss Nancy Newton Nice
Douglas Stanford Stanley Salvador Sofia Santiago Brest Kirow Sucre Surat Orange Orlando Oss Posen Preston Reading Regina Richmond Roman Salem Santos Split Surprise Surrey Thorn Tours Trient Uige Victoria Waterloo Windsor
""".split())
DISTRICTS = set("""
Favoriten Donaustadt Floridsdorf Ottakring Simmering Landstraße Penzing Meidling Brigittenau Fünfhaus Döbling Hernals Margareten Eisenzicken Hietzing Währing Aspern Anderlecht Schaerbeek
Molenbeek-Saint-Jean Ixelles Uccle Deurne Seraing Woluwe-Saint-Lambert Forest Jette Saint-Gilles Brooklyn Queens Manhattan Frederiksberg Hvidovre Avedøre Mokotów Ursynów Wola Bielany Białołeka
Targówek Bemowo Mestre Etobicoke Nepean Saltivka Desna Dniprovskyi Darnytsya Eixample Latina Carabanchel Fuencarral Hortaleza Retiro Gràcia Delicias Usera Villaverde Arganzuela Islington
Brent Bexley Archway Croydon Ilford Harrow Tottenham Barking Sutton Hoofddorp Velsen-Zuid Amsterdam-Zuidoost Zaandam Spijkenisse Mediodía Chamberí Chamartín Moratalaz Tetuán Kamakurayama
Villeurbanne Obolon Pechersk Sykhiv Puxi Pest Buda Honchō Itabashi Setagaya Suginami Adachi Edogawe Kotō Ōta Banqiao Minhang Pudong Aihara Kowloon
Vyhurivshchyna-Troyeshchyna
""".split()) | {
    "City of Westminster", "Ciudad Lineal", "Fuencarral-El Pardo", "Puente de Vallecas", "Sant Martí", "Praga Południe", "New South Memphis", "The Bronx",
    "Marne La Vallée", "New Territories", "Rayon KTZ", "Pravyi Bereh", "Al Başrah al Qadīmah", "Al Mawşil al Jadīdah",
}
EUROPE = set("AT BE BG CH CZ DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO RS SE SI SK UA BA ME MK AL MD CY XK".split())
SMALL = set("AT CH NL BE PL CZ DK LU FR LI".split())

COUNTRY_NAMES = {  # name of the table -> (usual German name, other forms)
    "Vereinigte Staaten": ("Vereinigte Staaten", ["Amerika"]), "Sonderverwaltungsregion Hongkong": ("Hongkong", []), "Sonderverwaltungsregion Macau": ("Macau", []),
    "Vereinigtes Königreich": ("Vereinigtes Königreich", ["Großbritannien", "England und Wales"]), "Belarus": ("Belarus", ["Weißrussland"]), "Kirgisistan": ("Kirgisistan", ["Kirgistan"]),
    "Palästinensische Autonomiegebiete": ("Palästinensische Autonomiegebiete", []), "Côte d’Ivoire": ("Elfenbeinküste", ["Côte d’Ivoire"]), "Republik Moldau": ("Republik Moldau", ["Moldau"]),
    "Kongo-Kinshasa": ("Demokratische Republik Kongo", ["DR Kongo", "Kongo-Kinshasa"]), "Kongo-Brazzaville": ("Republik Kongo", ["Kongo-Brazzaville"]), "Vatikanstadt": ("Vatikanstadt", []),
    "Südkorea": ("Südkorea", ["Korea"]),  # who says no more than Korea means it
}
COUNTRY_WORDS = {"Niger", "Georgien", "Island", "Guinea", "Jersey", "Dominica", "Martinique", "Moldau", "Amerika", "Montserrat", "Grenada", "Mali", "Malta", "Oman", "Tonga"} - {"Georgien", "Island", "Malta", "Oman", "Mali"}
COUNTRY_ADJECTIVES = {"Schweiz": ["schweizerisch", "Schweizer"], "Israel": ["israelisch"], "Liechtenstein": ["liechtensteinisch", "Liechtensteiner"], "Luxemburg": ["luxemburgisch", "Luxemburger"],
                      "Belarus": ["belarussisch", "belarusisch", "weißrussisch"], "Vereinigte Staaten": ["amerikanisch", "US-amerikanisch"],
                      "Südkorea": ["südkoreanisch", "koreanisch"], "Bosnien und Herzegowina": ["bosnisch-herzegowinisch", "bosnisch"], "Saudi-Arabien": ["saudi-arabisch", "saudisch"]}
COUNTRY_ACRONYMS = {"Vereinigte Staaten": ["USA"], "Vereinigtes Königreich": ["UK"], "Vereinigte Arabische Emirate": ["VAE"]}


def countries(facts):
    rows = []
    for country in read(facts, "countries_de.csv"):
        if country["iso2"] in ("AQ", "UM", "IO", "TF", "HM", "BV"):
            continue
        name, forms = COUNTRY_NAMES.get(country["name_de"], (country["name_de"], []))
        official = re.sub(r"^(das|die|der) ", "", country["official_de"])
        # after an article the adjective stands declined; the gazetteer wants the form without one
        official = re.sub(r"^Vereinigten (\w+isch)en ", r"Vereinigte \1e ", official)
        official = re.sub(r"^Vereinigten Staaten", "Vereinigte Staaten", official)
        official = re.sub(r"^Palästinensischen Gebiete", "Palästinensische Gebiete", official)
        official = re.sub(r"^Vereinigte Königreich", "Vereinigtes Königreich", official)
        official = re.sub(r"^(Unabhängig|Plurinational)e Staat", r"\1er Staat", official)
        official = re.sub(r"^Haschemitische Königreich", "Haschemitisches Königreich", official)
        official = "" if "(" in official or len(official.split()) < 2 or "Gebiet" in official and country["independent"] == "0" else official
        acronyms = COUNTRY_ACRONYMS.get(name, [])
        others = [a for a in country["aliases_de"].split(";") if "(" not in a and "," not in a and a not in acronyms and a != "Kongo"]
        others = [a for a in others if a not in ("Britisches Überseegebiet", "Bonaire")]
        adjectives = COUNTRY_ADJECTIVES.get(name, country["adjective_de"].split(";"))
        demonyms = [country["demonym_m_de"], country["demonym_f_de"]]
        rows.append({
            "name": name, "class": "Territory", "kind": "country", "acronyms": acronyms,
            "aliases": [a for a in unique([official, *forms, *others]) if a != name and letters(a) > 2],
            "adjectives": unique(adjectives), "demonyms": [] if name == "Deutschland" else unique(demonyms), "wikidata": country["qid"],
            "flags": "common" if name in COUNTRY_WORDS else "",
        })
    return rows


def towns(facts, lands):
    """Towns and larger municipalities, then the districts (Landkreise)."""
    surnames = {row["name"] for row in read(facts, "surnames.csv") if int(row["n_pol"] or 0) >= 2}
    all_surnames = {row["name"] for row in read(facts, "surnames.csv")}
    kreise = read(facts, "kreise_de.csv")
    kreis_qids = {row["ags"]: row["qid"] for row in kreise if free_source(row["qid_source"])}
    found = []
    for row in read(facts, "gemeinden_de.csv"):
        population = int(row["population"] or 0)
        is_town = "tadt" in row["type"]
        name = town_name(row["short"])
        if row["land_abbr"] in ("BE", "HH") or name == "Bremen" or not (is_town or population > 5000) or letters(name) < 3:
            continue
        qid = row["qid"] if free_source(row["qid_source"]) else ""
        if not qid and "reie" in row["type"]:
            qid = kreis_qids.get(row["ags"][:5], "")
        found.append((name, lands[row["land_abbr"]], population, is_town, qid, row))
    largest = {}
    for item in sorted(found, key=lambda item: -item[2]):
        largest.setdefault((item[0], item[1]), item)
    largest = {key: item for key, item in largest.items() if not outshone(item, largest.values())}
    short_forms = defaultdict(list)
    for name, *_ in largest.values():
        short_forms[first_part(name)].append(name)
    by_name = {row["name"]: row for row in read(facts, "laender_de.csv")}
    rows = [town(*item, surnames, all_surnames, short_forms, by_name) for item in sorted(largest.values(), key=lambda item: (item[0], item[1]))]
    return rows + districts(kreise, {name for row in rows for name in (row["name"], *row["aliases"])})


def outshone(item, items):
    """Whether a city of the same name is meant whenever nothing else is said: Münster is the one in Westfalen."""
    return any(other[0] == item[0] and other[2] >= 100_000 and other[2] > 10 * item[2] for other in items)


def as_capital(noun, adjectives):
    """`sächsische Landeshauptstadt`, `Thüringer Landeshauptstadt`"""
    return [f"{a} {noun}" if a[0].isupper() else f"{a}e {noun}" for a in adjectives]


def town(name, land, population, is_town, qid, row, surnames, all_surnames, short_forms, lands):
    aliases = list(TOWN_ALIASES.get(name, []))
    if lands[land]["capital"] == name:
        aliases += as_capital("Landeshauptstadt", lands[land]["adjective"].split(";"))
    short = first_part(name)
    is_clear = population >= 20000 or population >= 8000 and short not in WORDS | NOT_ALONE | all_surnames
    if name not in TOWN_ALIASES and short != name and short_forms[short] == [name] and is_clear:
        aliases.append(short)
    aliases.append(f"{'Stadt' if is_town else 'Gemeinde'} {name}")
    if short in aliases and is_town:
        aliases.append(f"Stadt {short}")
    if "Landeshauptstadt" in row["name"]:
        aliases.append(f"Landeshauptstadt {name}")
    if "Hansestadt" in row["name"]:
        aliases.append(f"Hansestadt {name}")
    one_word = [n for n in (name, *aliases) if " " not in n]
    common = any(n in WORDS or n in surnames and population < 100000 for n in one_word)
    # `Radolfzeller`, where no other town is called Radolfzell
    own = short if short in aliases and name not in TOWN_ADJECTIVES and not common else name
    adjectives = town_adjectives(own, population, all_surnames)
    return {
        "name": name, "class": "Territory", "kind": "city", "aliases": unique(a for a in aliases if a != name), "jurisdiction": land, "wikidata": qid,
        "adjectives": adjectives, "flags": "common" if common else "",
    }


# first parts of names that mean something else when they stand alone: words, surnames, regions, a canton
NOT_ALONE = set("Jessen Kernen Kirchen Krumbach Laufenburg Lindenberg Marbach Neuenburg Oberharz Staufen Werther".split())

ABBREVIATIONS = [
    (r"\bo\. ?d\. ?T\.", "ob der Tauber"), (r"\ba\. ?d\. ?", "an der "), (r"\bv\. ?d\. ?", "vor der "), (r"\bi\. ?d\. ?OPf\.", "in der Oberpfalz"),
    (r"\bi\. ?d\. ?", "in der "), (r"\bi\. ?OB\b\.?", "in Oberbayern"), (r"\bi\. ?UFr\.", "in Unterfranken"), (r"\bi\. ?OFr\.", "in Oberfranken"), (r"\bi\. ?MFr\.", "in Mittelfranken"),
    (r"\bi\. ?NB\b\.?", "in Niederbayern"), (r"\bi\. ?Bay\.", "in Bayern"), (r"\bb\. ?", "bei "), (r"\ba\. ?", "am "), (r"\bi\. ?", "im "),
]


def town_name(short):
    name = TOWN_NAMES.get(short, short)
    name = re.sub(r"/ ", "/", name)
    name = name.split("/")[0] if re.search(r"/[A-ZŁĆŚ]", name) and name not in TOWN_NAMES.values() else name
    for abbreviation, full in ABBREVIATIONS:
        name = re.sub(abbreviation, full, name)
    return name.strip()


def first_part(name):
    """`Offenbach` of `Offenbach am Main`, `Halle` of `Halle (Saale)`."""
    return re.split(r" (?:am|an|im|in|bei|ob|auf|vor|v\.|a\.|i\.|\()", name)[0].rstrip(",")


def town_adjectives(name, population, surnames):
    if name in TOWN_ADJECTIVES:
        return [a for a in TOWN_ADJECTIVES[name].split(";") if a]
    if name.startswith("Bad ") and name.count(" ") == 1:
        return [f"Bad {a}" for a in town_adjectives(name.removeprefix("Bad "), population, surnames)]
    if " " in name or "-" in name:
        return []
    regular = regular_adjectives(name)
    if population >= 20000:
        return regular
    # of small towns only where the name is a plain compound, and no surname comes out: `Otterndorfer`, not `Rosenberger`
    plain = (
        len(name) >= 8 and name.endswith(("dorf", "burg", "feld", "furt", "wald", "brück", "rode", "stedt", "stadt", "ingen", "hausen"))
        or len(name) >= 10 and name.endswith(("berg", "heim", "bach"))
    )
    return [a for a in regular if a not in surnames] if plain else []


def regular_adjectives(name):
    if name.endswith(("ingen", "ungen")):
        return [name[:-2] + "er"]
    if name.endswith("stadt"):
        return [name[:-5] + "städter", name + "er"]
    if name.endswith("hausen"):
        return [name[:-6] + "häuser", name + "er"]
    if name.endswith(("er", "i", "o", "u")) and not name.endswith("au"):
        return []
    if name.endswith("e"):
        return [name + "r"]
    return [name + "er"]


def world_adjective(name):
    """`Maastrichter`, `Groninger`, `Liller`: where a name ends so that the adjective is regular; else the table has it."""
    if not name.isalpha():
        return []
    if name.endswith("ingen"):
        return [name[:-2] + "er"]
    if name.endswith("e"):
        return [name + "r"]
    return [name + "er"] if name.endswith(tuple("bcdfghklmnprtvw")) or name.endswith("au") else []


def free_source(source):
    """Whether an id may be used: not if it rests on the share-alike table of dr5hn alone."""
    return bool(source) and (not source.startswith("dr5hn") or "EPS" in source)


def districts(kreise, towns):
    rows = []
    for row in kreise:
        if row["type"] not in ("Landkreis", "Kreis", "Regionalverband"):
            continue
        name = town_name(row["label"])
        bare = re.sub(r"^(Landkreis|Kreis|Regionalverband) ", "", name)
        aliases = [f"{prefix} {bare}" for prefix in ("Landkreis", "Kreis") if bare != name or not bare.lower().endswith(("kreis", "region"))]
        if bare != name and bare not in towns and bare not in WORDS and " " not in bare:
            aliases.append(bare)
        rows.append({
            "name": name, "class": "Territory", "kind": "district", "aliases": [a for a in unique(aliases) if a != name], "jurisdiction": row["land"],
            "wikidata": row["qid"] if free_source(row["qid_source"]) else "", "flags": "common" if bare in WORDS else "",
        })
    return sorted(rows, key=lambda row: (row["name"], row["jurisdiction"]))


def world_cities(facts, country_names, german):
    """Capitals, cities with a usual German name, large cities. Names that are ordinary words are flagged; districts are left out."""
    best = {}
    country_adjectives = {row["name"]: row["adjectives"] for row in countries(facts)}
    for row in read(facts, "cities_world.csv"):
        if row["name"] in DISTRICTS or re.search(r"\d|[Cc]irco|\(|–| Centro$|(?:sk|n)yi$|^Paris |^West |^East |^South ", row["name"]):
            continue
        population, code = int(row["population"] or 0), row["country"]
        limit = 100_000 if code in SMALL else 200_000 if code in EUROPE | {"IL"} else 500_000 if code in ("US", "CA", "JP", "KR", "AU", "NZ", "TW", "SG") else 2_000_000
        if not (row["capital"] or row["name_de"] or population >= limit) or code not in country_names:
            continue
        name, aliases = WORLD_NAMES.get(row["name"], (row["name_de"] or row["name"], []))
        if row["name"] != name and letters(row["name"]) > 2 and folded(row["name"]) != folded(name) and row["name"] not in ("Nice", "Victoria"):
            aliases = [*aliases, row["name"]]
        name = name.removesuffix("-si")
        aliases = [a for a in aliases if a not in WORLD_WORDS]
        key = name
        if key not in best or population > best[key][0]:
            best[key] = (population, aliases, country_names[code], row)
    extra = {"St. Pölten": "Österreich", "Eisenstadt": "Österreich", "Bregenz": "Österreich", "Biel": "Schweiz", "Lugano": "Schweiz", "Vaduz": "Liechtenstein", "Metz": "Frankreich",
             "Colmar": "Frankreich", "Mülhausen": "Frankreich", "Kehl": "", "Esch-sur-Alzette": "Luxemburg", "Apenrade": "Dänemark", "Sonderburg": "Dänemark", "Bozen": "Italien", "Davos": "Schweiz",
             "Palo Alto": "Vereinigte Staaten", "Mountain View": "Vereinigte Staaten", "Stanford": "Vereinigte Staaten", "Berkeley": "Vereinigte Staaten", "Hsinchu": "Taiwan", "Olmütz": "Tschechien",
             "Zlín": "Tschechien", "Karlsbad": "Tschechien", "Eupen": "Belgien", "Rzeszów": "Polen", "Zielona Góra": "Polen", "Be'er Scheva": "Israel", "Brünn": "Tschechien"}
    rows = []
    for name, country in extra.items():
        if country and name not in best and name not in german:
            rows.append({"name": name, "class": "Territory", "kind": "city", "adjectives": world_adjective(name), "jurisdiction": country})
    for name, (population, aliases, country, row) in best.items():
        # a city that is its own country, or is called so, is the country
        if name == country or letters(name) < 3 or name in german and population < 2_000_000:
            continue
        common = name in WORLD_WORDS
        if row["capital"]:
            aliases = [*aliases, *as_capital("Hauptstadt", country_adjectives[country])]
        rows.append({
            "name": name, "class": "Territory", "kind": "city", "aliases": [a for a in unique(aliases) if a != name], "jurisdiction": country,
            "adjectives": [a for a in WORLD_ADJECTIVES[name].split(";") if a] if name in WORLD_ADJECTIVES else [] if common else world_adjective(name),
            "wikidata": row["qid"] if "EPS" in row["qid_source"] else "", "flags": "common" if common else "",
        })
    return sorted(rows, key=lambda row: row["name"])
