"""A machine without a graphics card."""


class cuda:
    @staticmethod
    def is_available():
        return False

    @staticmethod
    def empty_cache():
        pass
