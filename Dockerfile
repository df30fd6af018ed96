# docker build -t demolish-rebuild .                          CPU
# docker build -t demolish-rebuild --build-arg TORCH=cuda .   NVIDIA GPU: docker run --gpus all …
FROM python:3.11-slim

ARG TORCH=cpu
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app

COPY requirements.txt .
RUN if [ "$TORCH" = cpu ]; then \
        pip install -r requirements.txt --extra-index-url https://download.pytorch.org/whl/cpu; \
    else \
        pip install -r requirements.txt; \
    fi

COPY . .
RUN python -m compileall -q app.py engine pages view

# The folder belongs to root: the application reads it and writes only under /tmp.
ENV HOME=/tmp PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 1000
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
CMD ["python", "-m", "streamlit", "run", "app.py", "--server.port=8501", "--server.address=0.0.0.0", "--server.headless=true"]
