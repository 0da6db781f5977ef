# Servers, each with its nginx, and workers: one image, on Fargate.

# CloudFront and the load balancer each name whoever they were asked by; nginx goes back through those it
# knows to the address of the viewer, by which guesses at passwords are counted.
data "aws_ip_ranges" "cloudfront" {
  regions  = ["global"]
  services = ["cloudfront"]
}

locals {
  known = join("\n", [for range in concat([var.vpc_cidr], data.aws_ip_ranges.cloudfront.cidr_blocks) : "set_real_ip_from ${range};"])

  # The shipped configuration, as .ci/nginx_in_pods.py changes it for pods.
  listening = replace(file("${path.module}/../nginx/matinee.conf"), "listen 80 default_server;\n    listen [::]:80 default_server;", "listen 8080 default_server;")
  logging   = replace(local.listening, "/var/log/nginx/access.log matinee buffer=64k flush=5s", "/dev/stdout matinee")
  knowing   = replace(local.logging, "# set_real_ip_from 10.0.0.0/8;\n# real_ip_header X-Forwarded-For;\n# real_ip_recursive on;", "${local.known}\nreal_ip_header X-Forwarded-For;\nreal_ip_recursive on;")
  nginx     = replace(local.knowing, "# https https;", "https https;")

  nginx_conf = <<-EOT
    worker_processes 2;
    worker_rlimit_nofile 65536;
    pid /tmp/nginx.pid;
    error_log stderr;
    events { worker_connections 8192; }
    http {
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    client_body_temp_path /tmp/body;
    proxy_temp_path /tmp/proxy;
    fastcgi_temp_path /tmp/fastcgi;
    uwsgi_temp_path /tmp/uwsgi;
    scgi_temp_path /tmp/scgi;
    ${replace(local.nginx, "/var/cache/nginx-matinee", "/tmp/kept")}
    }
  EOT

  settings = {
    MATINEE_DATA            = "/data"
    MATINEE_PUBLIC_URL      = "https://${var.domain}"
    MATINEE_CDN_URL         = "https://${var.domain}"
    MATINEE_CACHE_MAX_BYTES = var.cache_max_bytes
  }
  environment = [for name, value in local.settings : { name = name, value = value }]
  secrets = [for name in ["MATINEE_DATABASE_URL", "MATINEE_REDIS_URL"] : {
    name      = name
    valueFrom = "${aws_secretsmanager_secret.addresses.arn}:${name}::"
  }]
  logs = {
    logDriver = "awslogs"
    options = {
      awslogs-group         = aws_cloudwatch_log_group.this.name
      awslogs-region        = var.region
      awslogs-stream-prefix = var.name
    }
  }
  data_mount = { sourceVolume = "data", containerPath = "/data", readOnly = false }

  # A worker for what people wait for, and one for what takes all the cores it is given.
  workers = {
    worker  = { lanes = ["fetch", "probe", "errand", "light"], cpu = 1024, memory = 4096, count = 2 }
    prepare = { lanes = ["prepare"], cpu = 4096, memory = 8192, count = 1 }
  }
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/ecs/${var.name}"
  retention_in_days = 30
}

resource "aws_ecs_cluster" "this" {
  name = var.name
}

resource "aws_ecs_task_definition" "web" {
  family                   = "${var.name}-web"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 2048
  memory                   = 4096
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn

  container_definitions = jsonencode([
    {
      name       = "matinee"
      image      = var.image
      essential  = true
      entryPoint = ["sh", "-c"]
      # Its own address among the servers is known only once it runs.
      command = ["MATINEE_PEER_HOST=$(hostname -i | cut -d' ' -f1) exec matinee serve"]
      environment = concat(local.environment, [
        { name = "MATINEE_HOST", value = "127.0.0.1" },
        { name = "MATINEE_TRUSTED_PROXIES", value = "127.0.0.1" },
        { name = "MATINEE_ACCEL_REDIRECT", value = "/_files" },
      ])
      secrets          = local.secrets
      mountPoints      = [local.data_mount]
      logConfiguration = local.logs
      stopTimeout      = 60
      healthCheck = {
        command     = ["CMD", "python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8420/api/health', timeout=4)"]
        interval    = 15
        timeout     = 5
        retries     = 4
        startPeriod = 120
      }
    },
    {
      name             = "nginx"
      image            = var.nginx_image
      essential        = true
      entryPoint       = ["sh", "-c"]
      command          = ["printf %s \"$NGINX_CONF\" | base64 -d > /tmp/nginx.conf && exec nginx -c /tmp/nginx.conf -g 'daemon off;'"]
      environment      = [{ name = "NGINX_CONF", value = base64encode(local.nginx_conf) }]
      portMappings     = [{ containerPort = 8080 }]
      mountPoints      = [merge(local.data_mount, { readOnly = true })]
      logConfiguration = local.logs
      dependsOn        = [{ containerName = "matinee", condition = "HEALTHY" }]
    },
  ])

  volume {
    name = "data"
    efs_volume_configuration {
      file_system_id     = aws_efs_file_system.data.id
      transit_encryption = "ENABLED"
      authorization_config {
        access_point_id = aws_efs_access_point.data.id
        iam             = "ENABLED"
      }
    }
  }
}

resource "aws_ecs_task_definition" "worker" {
  for_each                 = local.workers
  family                   = "${var.name}-${each.key}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = each.value.cpu
  memory                   = each.value.memory
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn

  container_definitions = jsonencode([
    {
      name             = "worker"
      image            = var.image
      essential        = true
      command          = concat(["worker"], flatten([for lane in each.value.lanes : ["--lane", lane]]))
      environment      = local.environment
      secrets          = local.secrets
      mountPoints      = [local.data_mount]
      logConfiguration = local.logs
      stopTimeout      = 60
    },
  ])

  volume {
    name = "data"
    efs_volume_configuration {
      file_system_id     = aws_efs_file_system.data.id
      transit_encryption = "ENABLED"
      authorization_config {
        access_point_id = aws_efs_access_point.data.id
        iam             = "ENABLED"
      }
    }
  }
}

resource "aws_ecs_service" "web" {
  name                              = "web"
  cluster                           = aws_ecs_cluster.this.id
  task_definition                   = aws_ecs_task_definition.web.arn
  launch_type                       = "FARGATE"
  desired_count                     = var.web_count
  health_check_grace_period_seconds = 180

  network_configuration {
    subnets         = var.private_subnet_ids
    security_groups = [aws_security_group.web.id]
  }
  load_balancer {
    target_group_arn = aws_lb_target_group.web.arn
    container_name   = "nginx"
    container_port   = 8080
  }
  lifecycle {
    ignore_changes = [desired_count] # the autoscaler's business
  }
  depends_on = [aws_efs_mount_target.data, aws_lb_listener.https]
}

resource "aws_ecs_service" "worker" {
  for_each        = local.workers
  name            = each.key
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.worker[each.key].arn
  launch_type     = "FARGATE"
  desired_count   = each.value.count

  network_configuration {
    subnets         = var.private_subnet_ids
    security_groups = [aws_security_group.worker.id]
  }
  depends_on = [aws_efs_mount_target.data]
}

resource "aws_appautoscaling_target" "web" {
  service_namespace  = "ecs"
  resource_id        = "service/${aws_ecs_cluster.this.name}/${aws_ecs_service.web.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = var.web_count
  max_capacity       = var.web_most
}

resource "aws_appautoscaling_policy" "web" {
  name               = "processor"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.web.service_namespace
  resource_id        = aws_appautoscaling_target.web.resource_id
  scalable_dimension = aws_appautoscaling_target.web.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value       = 70
    scale_in_cooldown  = 900 # what a server encodes is taken over, in seconds: let that be rare
    scale_out_cooldown = 60
    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}
