GET /x HTTP/1.1
Host: 127.0.0.1:8003
User-Agent: curl/7.88.1
Accept: */*

