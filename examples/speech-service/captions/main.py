from fastapi import FastAPI

from captions.modules.tasks.router import router as tasks_router
from captions.modules.transcription.router import router as transcription_router

app = FastAPI(title="Captions")
app.include_router(tasks_router)
app.include_router(transcription_router)
