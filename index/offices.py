"""How letters are asked for by the office of who sent them: "the Minister of Foreign Affairs", "BZK"."""

# What ministries are called in short, and in English.
PORTFOLIOS = {
    short: name
    for name, shorts in (
        ("Algemene Zaken", ("az", "general affairs")),
        ("Asiel en Migratie", ("asylum and migration",)),
        ("Binnenlandse Zaken", ("bzk", "interior", "the interior", "interior and kingdom relations", "home affairs")),
        ("Buitenlandse Zaken", ("bz", "foreign affairs")),
        ("Defensie", ("defence",)),
        ("Economische Zaken", ("ez", "ezk", "economic affairs")),
        ("Financiën", ("fin", "finance")),
        ("Infrastructuur en Waterstaat", ("ienw", "i&w", "infrastructure and water management")),
        ("Justitie en Veiligheid", ("jenv", "j&v", "justice and security")),
        ("Klimaat", ("climate",)),
        ("Landbouw", ("lnv", "lvvn", "agriculture")),
        ("Onderwijs", ("ocw", "education")),
        ("Sociale Zaken", ("szw", "social affairs")),
        ("Volksgezondheid", ("vws", "health")),
        ("Volkshuisvesting", ("vro", "housing")),
    )
    for short in shorts
}
# How each office begins in Dutch, as senders are written; a ministry's letters are those of anyone in it.
OFFICES = {
    "minister": "minister",
    "ministerie": "",
    "ministry": "",
    "staatssecretaris": "staatssecretaris",
    "state secretary": "staatssecretaris",
    "secretary of state": "staatssecretaris",
}
