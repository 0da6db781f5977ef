"""Every route of this room in one router."""

from fastapi import APIRouter

from matinee.ingest.derive.routes import router as derive
from matinee.ingest.lookup.routes import router as lookup
from matinee.ingest.sources.folder.routes import router as folders
from matinee.ingest.sources.link.routes import router as links
from matinee.ingest.sources.sample.routes import router as sample
from matinee.ingest.sources.text.routes import router as texts
from matinee.ingest.sources.upload.direct_routes import router as direct
from matinee.ingest.sources.upload.routes import router as uploads

router = APIRouter()
for part in (links, uploads, direct, folders, sample, texts, lookup, derive):
    router.include_router(part)
