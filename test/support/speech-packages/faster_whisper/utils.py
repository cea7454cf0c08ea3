def format_timestamp(seconds, always_include_hours=False, decimal_marker="."):
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours:02d}:{minutes:02d}:{rest:06.3f}".replace(".", decimal_marker)
