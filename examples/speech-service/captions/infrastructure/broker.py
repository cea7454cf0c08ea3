import dramatiq
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware.asyncio import AsyncIO

from captions.infrastructure.settings import get_settings

broker = RedisBroker(url=get_settings().redis_url)
broker.add_middleware(AsyncIO())
dramatiq.set_broker(broker)
