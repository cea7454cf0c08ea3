LANGUAGES = {"en": "english", "ru": "russian"}
